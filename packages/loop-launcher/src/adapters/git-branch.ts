import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CcCiError, isCcCiError, type ProcessResult } from '@cc-ci/kernel'
import type { RemoteState } from '../ports/coordination.js'
import { type GitClone, lastWords } from './git-clone.js'

/** The branch that is checked out, and the one at the remote that it follows. */
export interface BranchNames {
  readonly branch: string
  /** Undefined for a clone without a remote. */
  readonly remote: { readonly name: string; readonly branch: string; readonly tracking: string } | undefined
}

export type PushOutcome =
  | { readonly kind: 'pushed' }
  /** Somebody else was faster. */
  | { readonly kind: 'behind' }
  | { readonly kind: 'failed'; readonly reason: string }

/** Throws PROTOCOL_BRANCH_MISSING where none is checked out, or nothing is committed yet. */
export async function readBranch(clone: GitClone): Promise<BranchNames> {
  const fields = ['HEAD', 'refname:short', 'upstream', 'upstream:remotename', 'upstream:remoteref']
  const format = `--format=${fields.map((field) => `%(${field})`).join('%09')}`
  const lines = (await clone.run(['for-each-ref', format, 'refs/heads'])).split('\n')
  const [, branch = '', tracking = '', name = '', there = ''] =
    lines.find((line) => line.startsWith('*'))?.split('\t') ?? []
  if (branch === '') throw await branchMissing(clone)
  if (tracking.startsWith('refs/remotes/'))
    return { branch, remote: { name, branch: there.replace(/^refs\/heads\//, ''), tracking } }
  const names = (await clone.run(['remote'])).split('\n').filter(Boolean)
  const remote = names.includes('origin') ? 'origin' : names[0]
  if (remote === undefined) return { branch, remote: undefined }
  return { branch, remote: { name: remote, branch, tracking: `refs/remotes/${remote}/${branch}` } }
}

async function branchMissing(clone: GitClone): Promise<CcCiError> {
  const current = await clone.try(['symbolic-ref', '--quiet', '--short', 'HEAD'])
  const state = current.exitCode === 0 ? `has no commit on ${current.stdout} yet` : 'has no branch checked out'
  return new CcCiError('PROTOCOL_BRANCH_MISSING', `The clone ${clone.folder} ${state}.`, {
    hint: 'Check out the branch on which the loops work, such as: git switch main',
    exitCode: 2,
  })
}

/** Brings the remote’s branch here; a remote that does not have it yet was reached all the same. */
export async function fetchBranch(clone: GitClone, { remote }: BranchNames): Promise<RemoteState> {
  if (remote === undefined) return { kind: 'none' }
  const refs = `+refs/heads/${remote.branch}:${remote.tracking}`
  const result = await attempt(clone, ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', remote.name, refs])
  if (result.exitCode === 0 || /couldn't find remote ref/.test(result.stderr)) return { kind: 'reached' }
  return { kind: 'unreachable', reason: lastWords(result.stderr) }
}

/** The commit that the remote’s branch was last seen at. */
export async function trackedCommit(clone: GitClone, { remote }: BranchNames): Promise<string | undefined> {
  if (remote === undefined) return undefined
  const result = await clone.try(['rev-parse', '--verify', '--quiet', `${remote.tracking}^{commit}`])
  return result.exitCode === 0 ? result.stdout : undefined
}

export async function isAncestor(clone: GitClone, earlier: string, later: string): Promise<boolean> {
  const result = await clone.try(['merge-base', '--is-ancestor', earlier, later])
  if (result.exitCode > 1) throw clone.explain('merge-base', result)
  return result.exitCode === 0
}

/** How many commits HEAD and the other have each for itself. */
export async function compareWith(clone: GitClone, other: string): Promise<{ ahead: number; behind: number }> {
  const counts = await clone.run(['rev-list', '--left-right', '--count', `HEAD...${other}`, '--'])
  const [ahead = 0, behind = 0] = counts.split('\t').map(Number)
  return { ahead, behind }
}

/** Commits that the remote lacks and that change something outside of the protocol folder. */
export async function unpushedCode(clone: GitClone, tracked: string | undefined, folder: string): Promise<boolean> {
  const range = tracked === undefined ? ['HEAD'] : [`${tracked}..HEAD`]
  return (await clone.run(['rev-list', '--max-count=1', ...range, '--', ...outside(folder)])) !== ''
}

/** Pathspecs for everything but the protocol folder; undefined excludes nothing. */
export function outside(folder: string | undefined): readonly string[] {
  return folder === undefined ? [':/'] : [':/', `:(top,exclude,literal)${folder}`]
}

/** Puts our commits on top of the remote’s. Throws PROTOCOL_DIVERGED, and then everything is as it was. */
export async function integrate(clone: GitClone, tracked: string, marker: string): Promise<void> {
  const { ahead, behind } = await compareWith(clone, tracked)
  if (behind === 0) return
  if (ahead === 0) {
    const result = await clone.try(['merge', '--ff-only', '--quiet', tracked])
    if (result.exitCode !== 0) throw diverged(clone, result)
    return
  }
  await writeFile(marker, '')
  const result = await clone.try(['rebase', '--quiet', '--autostash', tracked], committer)
  if (result.exitCode !== 0) await clone.try(['rebase', '--abort'])
  await rm(marker, { force: true })
  if (result.exitCode !== 0) throw diverged(clone, result)
}

/** Ends a rebase that we had begun when we were killed. */
export async function abortLeftRebase(clone: GitClone, marker: string): Promise<void> {
  const left = await stat(marker).then(
    () => true,
    () => false,
  )
  if (!left) return
  await clone.try(['rebase', '--abort'])
  await rm(marker, { force: true })
}

export async function push(clone: GitClone, { remote }: BranchNames): Promise<PushOutcome> {
  if (remote === undefined) return { kind: 'failed', reason: 'the clone has no remote' }
  const result = await attempt(clone, ['push', '--quiet', remote.name, `HEAD:refs/heads/${remote.branch}`])
  if (result.exitCode === 0) return { kind: 'pushed' }
  if (/non-fast-forward|fetch first|cannot lock ref|failed to update ref|incorrect old value/.test(result.stderr))
    return { kind: 'behind' }
  const refused = /! \[remote rejected\].*\((.*)\)/.exec(result.stderr)?.[1]
  return { kind: 'failed', reason: refused ?? lastWords(result.stderr) }
}

// A rebase makes commits anew and wants to know by whom, also where git was never told; their authors stay.
const committer = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) => [
    [`GIT_${role}_NAME`, 'cc-ci'],
    [`GIT_${role}_EMAIL`, 'loops@cc-ci.invalid'],
  ]),
)

/** A remote that hangs is one that does not answer. */
async function attempt(clone: GitClone, args: readonly string[]): Promise<ProcessResult> {
  try {
    return await clone.try(args)
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'GIT_TIMED_OUT') throw error
    return { exitCode: 124, stdout: '', stderr: error.message }
  }
}

function diverged(clone: GitClone, result: ProcessResult): CcCiError {
  const why = lastWords(result.stderr || result.stdout)
  return new CcCiError('PROTOCOL_DIVERGED', `${clone.folder} and its remote do not go together: ${why}.`, {
    hint: 'Commit or stash what is changed there, then: git pull --rebase. Each file has one writer; keep that one’s lines.',
  })
}

/** Where we keep what must survive us: inside the git folder, so that nobody commits it. */
export async function privateFolder(clone: GitClone): Promise<string> {
  return join(await clone.run(['rev-parse', '--absolute-git-dir']), 'cc-ci')
}
