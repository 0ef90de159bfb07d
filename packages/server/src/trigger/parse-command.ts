import type { RunMode } from '../queue/queued-run.js'

/** What a comment asks of us. */
export type Command =
  /** It does not speak to us. */
  | { readonly kind: 'none' }
  | { readonly kind: 'run'; readonly mode: RunMode }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'help' }
  /** It speaks to us in words that we do not know; nothing may start by it (S-03). */
  | { readonly kind: 'unknown'; readonly words: string }

const word = '!testme'
const longestKeep = 120

const modes: Readonly<Record<string, RunMode>> = {
  '': { kind: 'full' },
  plan: { kind: 'plan' },
  quick: { kind: 'quick' },
  '--quick': { kind: 'quick' },
  upgrade: { kind: 'tiers', tiers: ['upgrade'] },
  // A backup is worth what comes back from it: the rung has both.
  backup: { kind: 'tiers', tiers: ['backup', 'restore'] },
}

/**
 * Reads `!testme [plan|quick|--quick|upgrade|backup|keep <n>m|cancel|help]`, as it is written here, on the first line
 * that holds anything. Spaces around and between the words do not matter, four or more before them do: that is a code
 * block, as a line that begins with `>` is somebody else’s word. What stands on later lines is talk. `keep` takes 1 to
 * 120 minutes.
 */
export function parseCommand(comment: string): Command {
  const line = comment.split(/\r\n|\r|\n/).find((each) => each.trim() !== '') ?? ''
  const [, rest] = /^ {0,3}!testme(?=$|[ \t\u00a0])(.*)$/u.exec(line) ?? []
  return rest === undefined ? { kind: 'none' } : readWords(rest.trim().split(/[ \t\u00a0]+/))
}

function readWords(words: readonly string[]): Command {
  const text = words.join(' ')
  const mode = Object.hasOwn(modes, text) ? modes[text] : readKeep(text)
  if (mode !== undefined) return { kind: 'run', mode }
  if (text === 'cancel' || text === 'help') return { kind: text }
  return { kind: 'unknown', words: text }
}

function readKeep(text: string): RunMode | undefined {
  const minutes = Number(/^keep (\d{1,3})m$/.exec(text)?.[1] ?? 0)
  return minutes >= 1 && minutes <= longestKeep ? { kind: 'keep', minutes } : undefined
}

/** What can be asked, as a sentence names it. */
export const commandWords = `\`${word}\` alone, or followed by \`plan\`, \`quick\`, \`upgrade\`, \`backup\`, \`keep 30m\`, \`cancel\` or \`help\``
