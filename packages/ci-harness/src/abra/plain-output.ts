// Colours, cursor moves and window titles: a terminal gets them whatever NO_COLOR and TERM say.
// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with one
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g

export interface AbraMessage {
  readonly level: 'DEBU' | 'INFO' | 'WARN' | 'ERRO' | 'FATA'
  readonly text: string
}

/** What abra printed, without what only a terminal needs. */
export function plainOutput(raw: string): string {
  return raw.replace(escapes, '').replace(/\r+\n/g, '\n').replace(/\r/g, '\n')
}

/** The lines that abra marks with a level, as both of its loggers write them: `FATA[0003] text`, `FATA <file:12> text`. */
export function readMessages(text: string): AbraMessage[] {
  return text.split('\n').flatMap((line) => {
    const [, level, message] = /^\s*(DEBU|INFO|WARN|ERRO|FATA)(?:\[\d+\])?:?\s+(?:<[^>]+>\s+)?(.*)$/.exec(line) ?? []
    return level === undefined ? [] : [{ level: level as AbraMessage['level'], text: (message ?? '').trim() }]
  })
}

/** Why a call failed, in abra's words: its fatal lines, or else the last thing it said. */
export function whyItFailed({ exitCode, text }: { readonly exitCode: number; readonly text: string }): string {
  const fatal = readMessages(text).filter(({ level }) => level === 'FATA')
  if (fatal.length > 0) return fatal.map((message) => message.text).join('; ')
  const last = text.split('\n').findLast((line) => line.trim() !== '')
  return last?.trim() ?? `it ended with exit code ${exitCode} and said nothing`
}
