import type { LoopRole } from '@cc-ci/contracts/loop-settings'
import type { Phase } from '@cc-ci/contracts/phase-plan'
import type { ProtocolCommit } from '../ports/coordination.js'
import { parseSubject } from './commit-subject.js'
import { lintFile } from './lint-file.js'
import type { LintFinding } from './lint-rules.js'
import { writerOf } from './protocol-files.js'

export interface LintInput {
  /** The protocol folder, from the top of the repository. */
  readonly folder: string
  /** Texts by their path below the protocol folder. */
  readonly files: ReadonlyMap<string, string>
  /** Files with names of the protocol that lie elsewhere in the repository. */
  readonly strays: readonly string[]
  /** The newest first. */
  readonly commits: readonly ProtocolCommit[]
  readonly phases: readonly Phase[]
  readonly loops: readonly { readonly name: string; readonly role: LoopRole }[]
}

/** All findings, by path and line. */
export function lintProtocol({ folder, files, strays, commits, phases, loops }: LintInput): LintFinding[] {
  const within = [
    ...[...files].flatMap(([path, text]) => lintPlace(path, phases) ?? lintFile(path, text, phases)),
    ...commits.flatMap((commit) => lintCommit(commit, loops)),
  ].map((finding) => ({ ...finding, path: `${folder}/${finding.path}` }))
  const findings = [...strays.map((path) => stray(path, 'lies outside of the protocol folder')), ...within]
  return findings.sort((one, other) => order(one, other))
}

function lintPlace(path: string, phases: readonly Phase[]): LintFinding[] | undefined {
  const writer = writerOf(path)
  if (writer === undefined) return [stray(path, 'is no file of the protocol')]
  if (writer === 'anyone') return []
  const folder = path.split('/')[0] ?? ''
  return phases.some(({ id }) => id === folder)
    ? undefined
    : [stray(path, `belongs to a phase “${folder}” that the plan does not have`)]
}

const roleOfKind = { claim: 'builder', done: 'builder', review: 'adversary', veto: 'adversary' } as const

function lintCommit({ commit, author, subject, paths }: ProtocolCommit, loops: LintInput['loops']): LintFinding[] {
  const role = loops.find(({ name }) => name === author)?.role
  const kind = parseSubject(subject)?.kind
  const acting = role ?? (kind === undefined ? undefined : roleOfKind[kind])
  if (acting === undefined) return []
  return paths.flatMap((path) => {
    const writer = writerOf(path)
    if (writer === undefined || writer === 'anyone' || writer === acting) return []
    const message = `is the ${writer}’s, but ${author} changed it with “${subject}” (${commit.slice(0, 12)})`
    return [{ rule: 'wrong-writer' as const, path, line: undefined, message }]
  })
}

function stray(path: string, message: string): LintFinding {
  return { rule: 'stray-file', path, line: undefined, message }
}

function order(one: LintFinding, other: LintFinding): number {
  if (one.path !== other.path) return one.path < other.path ? -1 : 1
  return (one.line ?? 0) - (other.line ?? 0)
}
