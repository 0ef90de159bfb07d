import { isPlaceholder } from './is-placeholder.js'
import { type Heading, linesBelow, type ProtocolDocument } from './protocol-document.js'
import { readRecords } from './record-table.js'
import { type Review, reviewsTable } from './review-document.js'
import { withoutMarks } from './status-document.js'

export interface DoneSection {
  readonly heading: Heading
  /** Why it does not count, although the heading is there; undefined if it does. */
  readonly refusedBecause: string | undefined
  /** The verdicts that it rests on: item and commit of each. */
  readonly evidence: readonly Pick<Review, 'item' | 'commit' | 'verifiedAt'>[]
}

/** The `## DONE` of a STATUS.md, exactly so written; undefined without one. */
export function readDoneSection(document: ProtocolDocument): DoneSection | undefined {
  const heading = document.headings.find(({ level, title }) => level === 2 && title === 'DONE')
  if (heading === undefined) return undefined
  const lines = linesBelow(document, heading)
  const body = lines.filter(({ hidden, text }) => !hidden && text.trim() !== '')
  const [first, last] = [lines[0]?.number ?? 0, lines.at(-1)?.number ?? 0]
  const evidence = readRecords(document, reviewsTable)
    .filter(({ line }) => line >= first && line <= last)
    .map(({ values }) => ({
      item: withoutMarks(values.item),
      commit: withoutMarks(values.commit),
      verifiedAt: values.verifiedAt,
    }))
  return { heading, refusedBecause: refusal(body[0]?.text), evidence }
}

const negation = /\b(not|no|never|nothing|none|isn['’]?t|aren['’]?t|cannot|can['’]?t|missing|pending|almost|nearly)\b/i
const condition =
  /\b(when|once|until|unless|except|only if|as soon as|will|later|soon|example)\b|<[^<>]+>|\{\{|\.{3}|…/i

/** L-05: a heading above a placeholder or a negation once let a phase be skipped. */
function refusal(line: string | undefined): string | undefined {
  if (line === undefined) return 'nothing stands below it'
  const text = line.replace(/[*_`]/g, '').trim()
  if (isPlaceholder(text) || condition.test(text)) return `“${shorten(text)}” only keeps the place`
  return negation.test(text) ? `“${shorten(text)}” says that it is not` : undefined
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text)
