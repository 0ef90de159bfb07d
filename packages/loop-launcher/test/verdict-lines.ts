/** What decides a verdict about a screen: prompts, composer, marks, rules, footers, dialogs and their cursors. */
const relevant =
  /^(?:❯|●|✻|[·✢✳✶✽] |─{20,}$|▔{20,}$)|^ *❯|⎿|⏵⏵|⚠|Enter to|Esc to|^ {2,4}\d\. |Running|Ran \d|Do you want|What do you want|Quick safety check:|^ *(?:Yes|No)\b|WARNING|Detected/

/** The lines of a screen that matter, with all that may vary made the same. */
export function verdictLines(screen: string, cwd: string): readonly string[] {
  return screen
    .replaceAll(cwd, '/work')
    .split('\n')
    .map((line) => line.trimEnd().replace(/^❯$/, '❯\u00a0'))
    .filter((line) => relevant.test(line))
    .map(withoutVariables)
}

function withoutVariables(line: string): string {
  return line
    .replace(/(?:[A-Z][a-z]{2} \d+, )?\d{1,2}(?::\d\d)? ?[ap]m/gi, 'TIME')
    .replace(/^[·✢✳✶✻✽] \S+… \(\d+s/, '* WORD… (Ns')
    .replace(/^✻ \S+ for \d+s/, '✻ WORD for Ns')
    .replace(/· \d+s$/, '· Ns')
    .replace(/retrying in \d+s · attempt \d+/, 'retrying in Ns · attempt N')
    .replace(/h(?:tt|xx)ps:\S+/, 'URL')
    .replace(/(Quick safety check:).*/, '$1')
    .replace(/(\d\. Yes, and switch to auto mode).*/, '$1')
    .replace(/always allow access to \S+/, 'always allow access to FOLDER')
    .replace(/ · ← for agents$/, '')
}

/** The composer's text in pieces, each with whether it is inverse (`7`) or dim (`2`): so hints differ from drafts. */
export function composerStyle(screen: string): readonly string[] {
  const line = screen.split('\n').find((each) => each.includes('❯\u00a0')) ?? ''
  const pieces: string[] = []
  let style = ''
  for (const part of line.slice(line.indexOf('❯')).split('\x1b[')) {
    const [, codes = '', text = ''] = /^([\d;]*)m(.*)$/.exec(part) ?? ['', '', part]
    const attributes = codes.split(';').filter((code) => ['0', '2', '7'].includes(code))
    if (codes !== '' && /^(?:0|2|7)/.test(codes)) style = attributes.filter((code) => code !== '0').join(';')
    if (text.trim() !== '') pieces.push(`${style}:${text}`)
  }
  return pieces
}
