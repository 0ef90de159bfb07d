import { CcCiError, type Git } from '@cc-ci/kernel'
import type { Forge, PullRequest } from '../ports/forge.js'

/** A pull request as a commit that can be fetched. */
export interface PullRequestTarget {
  readonly number: number
  /** Full hash of the commit to test. */
  readonly head: string
  /** Git URL and full ref at which the head was found, and can be asked for again. */
  readonly headSource: string
  readonly headRef: string
  /** What a reader of the result should know about it, a sentence each. */
  readonly notes: readonly string[]
}

export interface PullRequestSources {
  readonly git: Git
  /** Undefined where only git can be asked. */
  readonly forge: { readonly client: Forge; readonly repository: string } | undefined
  /** Git URL or folder of the recipe. */
  readonly source: string
}

/**
 * Finds the head of a pull request: in the recipe's own repository, where forges keep it as `refs/pull/<n>/head`, or
 * else in the fork. Git's answer counts, because it is what gets tested; the forge says whether the request is open.
 */
export async function resolvePullRequest(
  number: number,
  { git, forge, source }: PullRequestSources,
): Promise<PullRequestTarget> {
  const known = forge === undefined ? undefined : await forge.client.pullRequest(forge.repository, number)
  const places = [{ url: source, ref: `refs/pull/${number}/head` }, ...placesOnForge(known)]
  for (const { url, ref } of places) {
    const head = (await git.lsRemote(url, { refs: [ref] })).find(({ name }) => name === ref)?.hash
    if (head !== undefined) return { number, head, headSource: url, headRef: ref, notes: notesOn(known, number, head) }
  }
  throw known === undefined ? noSuchRef(number, source) : headGone(known)
}

/** A clone has no refs of pull requests; the repository it came from has. */
function placesOnForge(known: PullRequest | undefined): { url: string; ref: string }[] {
  if (known === undefined) return []
  const { base, head, number } = known
  const ofBase = { url: base.cloneUrl, ref: `refs/pull/${number}/head` }
  return head.cloneUrl === null ? [ofBase] : [ofBase, { url: head.cloneUrl, ref: `refs/heads/${head.branch}` }]
}

function notesOn(known: PullRequest | undefined, number: number, head: string): string[] {
  if (known === undefined) return [`No forge was asked about pull request ${number}: whether it is open is not known.`]
  const notes: string[] = []
  if (known.state !== 'open') notes.push(`Pull request ${number} is ${known.state}; tested is its last commit.`)
  if (known.head.hash !== head)
    notes.push(
      `Git has ${head.slice(0, 8)} as head of pull request ${number}, the forge says ${known.head.hash.slice(0, 8)}; tested is what git has.`,
    )
  return notes
}

function noSuchRef(number: number, source: string): CcCiError {
  return new CcCiError('PULL_REQUEST_NOT_FOUND', `The repository ${source} has no refs/pull/${number}/head.`, {
    hint: 'Name the recipe by the URL of its repository on the forge, and check the number.',
    exitCode: 2,
  })
}

function headGone({ number, url, head }: PullRequest): CcCiError {
  const where =
    head.repository === null ? 'its fork is deleted' : `its branch ${head.branch} is deleted in ${head.repository}`
  return new CcCiError(
    'PULL_REQUEST_HEAD_GONE',
    `Nothing is left to test of pull request ${number} (${url}): ${where}.`,
    {
      hint: 'Push the branch again, or close the pull request.',
      exitCode: 2,
    },
  )
}
