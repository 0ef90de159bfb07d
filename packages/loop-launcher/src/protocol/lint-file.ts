import type { Phase } from '@cc-ci/contracts/phase-plan'
import { readDoneSection } from './done-section.js'
import { findConflictMarker } from './find-conflict-marker.js'
import { frontMatterKeys, readFrontMatter } from './front-matter.js'
import { readInstant } from './instants.js'
import { isPlaceholder } from './is-placeholder.js'
import type { LintFinding, LintRule } from './lint-rules.js'
import { type ProtocolDocument, readDocument } from './protocol-document.js'
import { type PhaseFile, schemaOf, writers } from './protocol-files.js'
import { linesOfTables } from './record-table.js'
import { findingsTable, readFindings, readReviews, reviewsTable } from './review-document.js'
import { claimsTable, readClaims } from './status-document.js'

interface Problem {
  readonly rule: LintRule
  readonly line: number | undefined
  readonly message: string
}

/** What is wrong inside of one file of a phase. `path` must be `<phase>/<FILE>.md` of a phase of the plan. */
export function lintFile(path: string, text: string, phases: readonly Phase[]): LintFinding[] {
  const [id, name = ''] = path.split('/')
  const file = name.replace(/\.md$/, '') as PhaseFile
  const phase = phases.find((each) => each.id === id)
  if (phase === undefined) return []
  const document = readDocument(text)
  const problems = [
    ...lintWhole(document),
    ...lintFrontMatter(document, phase.id, file),
    ...(file === 'STATUS' ? lintStatus(document, phase) : []),
    ...(file === 'REVIEW' ? lintReview(document, phase) : []),
  ]
  return problems.map((problem) => ({ ...problem, path }))
}

function lintWhole(document: ProtocolDocument): Problem[] {
  const conflict = findConflictMarker(document)
  const { unclosedAt } = document
  return [
    ...when(conflict !== undefined, 'conflict-marker', conflict, 'has the marks of an unsolved merge'),
    ...when(unclosedAt !== undefined, 'unclosed-block', unclosedAt, 'begins a code block or a comment that never ends'),
  ]
}

function lintFrontMatter(document: ProtocolDocument, phase: string, file: PhaseFile): Problem[] {
  const said = readFrontMatter(document)
  if (said === undefined) return [problem('front-matter', 1, `has no front matter: ${frontMatterKeys.join(', ')}`)]
  const expected = { schema: schemaOf(file), phase, writer: writers[file] }
  return [
    ...frontMatterKeys
      .filter((key) => said[key] === undefined)
      .map((key) => problem('front-matter', 1, `does not say its ${key}`)),
    ...Object.entries(expected).flatMap(([key, value]) => {
      const word = said[key as keyof typeof expected]
      return when(word !== undefined && word !== value, 'front-matter', 1, `says ${key} “${word}”; it is “${value}”`)
    }),
    ...when(
      said.updatedAt !== undefined && readInstant(said.updatedAt) === undefined,
      'front-matter',
      1,
      'has no readable updatedAt',
    ),
  ]
}

function lintStatus(document: ProtocolDocument, phase: Phase): Problem[] {
  const claims = readClaims(document)
  const refused = readDoneSection(document)
  return [
    ...lintTables(linesOfTables(document, claimsTable), 'claims'),
    ...claims.flatMap((claim) => [
      ...lintItem(claim, phase),
      ...lintCells(claim, claim.claimedAt),
      ...(['how', 'expected', 'where'] as const).flatMap((key) =>
        when(isPlaceholder(claim[key]), 'placeholder', claim.line, `does not say ${key}`),
      ),
    ]),
    ...when(
      refused?.refusedBecause !== undefined,
      'placeholder',
      refused?.heading.line,
      `has ## DONE, but ${refused?.refusedBecause}`,
    ),
  ]
}

function lintReview(document: ProtocolDocument, phase: Phase): Problem[] {
  return [
    ...lintTables(linesOfTables(document, reviewsTable), 'verdicts'),
    ...lintTables(linesOfTables(document, findingsTable), 'findings'),
    ...readReviews(document).flatMap((review) => [
      ...lintItem(review, phase),
      ...lintCells(review, review.verifiedAt),
      ...when(
        review.verdict === 'unknown',
        'unreadable-cell',
        review.line,
        'has a verdict that is none of PASS, FAIL, VETO',
      ),
      ...when(review.verdict === 'PASS' && isPlaceholder(review.command), 'placeholder', review.line, 'has no command'),
      ...when(
        review.verdict === 'PASS' && !/^[0-9a-f]{64}$/.test(review.outputSha256),
        'unreadable-cell',
        review.line,
        'has no SHA-256 of the output',
      ),
    ]),
    ...readFindings(document).flatMap(({ text, line }) =>
      when(isPlaceholder(text), 'placeholder', line, 'does not say what is wrong'),
    ),
  ]
}

function lintTables([, second]: readonly number[], what: string): Problem[] {
  return when(second !== undefined, 'second-table', second, `begins a second table of ${what}: keep them in one`)
}

function lintItem({ item, line }: { readonly item: string; readonly line: number }, { id, items }: Phase): Problem[] {
  const known = items.some((each) => each.id === item)
  return when(!known, 'unknown-item', line, `names “${item}”, which phase ${id} does not have`)
}

function lintCells({ commit, line }: { readonly commit: string; readonly line: number }, time: string): Problem[] {
  return [
    ...when(
      !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit),
      'unreadable-cell',
      line,
      `has “${commit}” instead of a full commit hash`,
    ),
    ...when(
      readInstant(time) === undefined,
      'unreadable-cell',
      line,
      `has the time “${time}”; write 2026-01-31T12:00:00Z`,
    ),
  ]
}

const problem = (rule: LintRule, line: number | undefined, message: string): Problem => ({ rule, line, message })

const when = (wrong: boolean, ...[rule, line, message]: Parameters<typeof problem>): Problem[] =>
  wrong ? [problem(rule, line, message)] : []
