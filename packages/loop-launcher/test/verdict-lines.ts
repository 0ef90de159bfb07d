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
