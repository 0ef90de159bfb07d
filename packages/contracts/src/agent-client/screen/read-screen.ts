import { isUnmeasured, newestKnownVersion } from '../client-version.js'
import type { LimitText } from '../limit-text.js'
import { type Composer, type FoundComposer, findComposer } from './find-composer.js'
import { type Dialog, type FoundDialog, findDialog } from './find-dialog.js'
import type { Mark } from './mark.js'
import { type Activity, readActivity } from './read-activity.js'
import { readLimitSigns } from './read-limit-signs.js'
import { hasStyle, styledLines } from './styled-line.js'
import { withoutFrame } from './without-frame.js'

/** What a terminal says of a pane beside what is drawn. */
export interface PaneDescription {
  readonly title?: string | undefined
  /** Its process has ended. */
  readonly dead?: boolean | undefined
}

export interface Screen {
  /** As the banner says, while it is on the screen. */
  readonly version: string | undefined
  readonly turn: 'idle' | 'busy' | 'dialog' | 'exited' | 'unknown'
  readonly composer: Composer
  /** What stands in the composer, when it is a draft. */
  readonly draft: string
  /** The grey text in the composer, when that is all there is. */
  readonly hint: string | undefined
  readonly dialog: Dialog | undefined
  readonly retry: { readonly attempt: number; readonly max: number } | undefined
  /** A limit that the client itself waits for, or that its menu asks about. */
  readonly limit: (LimitText & { readonly armed: boolean }) | undefined
  /** A message waits until the running turn is over. */
  readonly queued: boolean
  /** Words of an error after the last prompt: a reason to read the transcript, and no more. */
  readonly errorHint: boolean
  /** What all this rests on. */
  readonly marks: readonly Mark[]
}

/**
 * Reads a capture, best one with its colours (`capture-pane -p -e`): without them, only known hints are told from
 * drafts. What is on screen can forbid typing and never permits it alone; words of answers are not looked at.
 */
export function readScreen(capture: string, pane: PaneDescription = {}): Screen {
  const lines = withoutFrame(styledLines(capture.replaceAll('\r', '').replace(/\s+$/, '')))
  const texts = lines.map(({ text }) => text)
  const banner = findBanner(texts)
  const version = banner?.version
  const ended = findEnd(texts, pane)
  const drawn = ended === undefined ? lines : []
  const dialog = findDialog(drawn.map(({ text }) => text))
  const composer = dialog ? undefined : findComposer(drawn, { styled: hasStyle(capture), version })
  const exit = ended ?? (dialog === undefined && composer === undefined ? findOffer(texts) : undefined)
  const activity = readActivity(texts, { version, composer, title: pane.title })
  const limits = readLimitSigns(texts, { version, composer, dialog })
  const parts = { exit, dialog, composer, activity }
  return {
    version,
    turn: turnOf(parts),
    composer: composer?.composer ?? 'none',
    draft: composer?.composer === 'draft' ? composer.text : '',
    hint: composer?.composer === 'hint' ? composer.text : undefined,
    dialog: dialog && { kind: dialogKind(dialog, limits?.limit.kind), cursor: dialog.cursor },
    retry: activity.retry,
    limit: limits?.limit,
    queued: activity.queued !== undefined,
    errorHint: activity.errorHint !== undefined,
    marks: [...(banner?.marks ?? []), ...marksOf(parts), ...(limits?.marks ?? [])],
  }
}

interface Parts {
  readonly exit: Mark | undefined
  readonly dialog: FoundDialog | undefined
  readonly composer: FoundComposer | undefined
  readonly activity: Activity
}

function turnOf({ exit, dialog, composer, activity }: Parts): Screen['turn'] {
  if (exit !== undefined) return 'exited'
  if (dialog !== undefined) return 'dialog'
  if (activity.busy.length > 0) return 'busy'
  return composer === undefined ? 'unknown' : 'idle'
}

function marksOf({ exit, dialog, composer, activity }: Parts): readonly Mark[] {
  const { busy, queued, errorHint } = activity
  const cursor = dialog?.cursor === undefined ? '' : `, the cursor on "${dialog.cursor}"`
  return [
    ...(exit === undefined ? [] : [exit]),
    ...(dialog === undefined ? [] : [{ line: dialog.line + 1, why: `a dialog is open${cursor}` }]),
    ...(composer === undefined ? [] : [{ line: composer.top + 2, why: `the composer: ${composer.composer}` }]),
    ...busy,
    ...[queued, errorHint].filter((mark) => mark !== undefined),
  ]
}

function findBanner(lines: readonly string[]): { version: string; marks: readonly Mark[] } | undefined {
  const at = lines.findIndex((line) => /^ ?[▐✻]\S* +Claude Code v\d/.test(line))
  const [, version] = /Claude Code v(\d+\.\d+\.\d+)/.exec(lines[at] ?? '') ?? []
  if (version === undefined) return undefined
  const why = `client ${version} is newer than ${newestKnownVersion}, the newest whose screens are known`
  return { version, marks: isUnmeasured(version) ? [{ line: at + 1, why }] : [] }
}

/** What a terminal or a shell writes below all that the client drew. */
function findEnd(lines: readonly string[], { dead }: PaneDescription): Mark | undefined {
  const why = 'the process of the pane has ended'
  if (dead === true) return { line: 0, why }
  const last = lines.findLastIndex((text) => text.trim() !== '')
  return /^(Pane is dead( \(.*)?|EXIT=\d+)$/.test(lines[last] ?? '') ? { line: last + 1, why } : undefined
}

/** A client that ends says how to go on; only what stands last counts, because an answer may quote it. */
function findOffer(lines: readonly string[]): Mark | undefined {
  const filled = lines.flatMap((text, at) => (text.trim() === '' ? [] : [{ text, at }])).slice(-4)
  const offer = filled.findIndex(({ text }) => text === 'Resume this session with:')
  const resumes = /^\S+ .*--resume \S+$/.test(filled[offer + 1]?.text ?? '')
  const found = filled[offer]
  return found !== undefined && resumes ? { line: found.at + 1, why: 'it ended and says how to resume it' } : undefined
}

/** The menu is the same for every window; only the line above it names one. */
function dialogKind({ kind }: FoundDialog, window: string | undefined): Dialog['kind'] {
  return kind === 'limit-weekly' && window === 'five_hour' ? 'limit' : kind
}
