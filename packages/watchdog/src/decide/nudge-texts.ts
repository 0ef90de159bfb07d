/** Words that a pattern for errors or limits takes for one, when it meets our own message on a screen. */
export const suspectWords =
  /limit|error|api\b|overload|credit|log ?in|prompt is too long|rewind|thinking|block|usage|quota|reset|unauthori|autocompact|\b[1-5]\d\d\b/i

const longest = 300

/** One line each, with the mark by which its arrival is found in the transcript. */
export const nudgeTexts = {
  goOn: (id: string) => `[cc-ci:${id}] Go on with your work where you stopped.`,
  idle: (id: string) =>
    `[cc-ci:${id}] You have been idle for a while. Look at the plan, the status and new commits, and go on with your work. If you wait on purpose, write WAITING-UNTIL with a time in UTC into your status.`,
  retry: (id: string) =>
    `[cc-ci:${id}] Your last turn did not come to its end. Go on with your work where you stopped.`,
  resumed: (id: string) =>
    `[cc-ci:${id}] Your session was started again. See with git status and git log what is already there, and go on with your work.`,
  wake: (id: string) =>
    `[cc-ci:${id}] Hourly look: read the status of all loops and their newest commits, and see whether plan or prompts need a change.`,
  compact: (id: string) =>
    `/compact [cc-ci:${id}] Keep the task, decisions, open work, names of files and branches, and what is already merged.`,
  handOver: (says: string) => (id: string) => {
    const words = [...says]
      .map((char) => (char < ' ' || char === '\u007f' ? ' ' : char))
      .join('')
      .trim()
    const named = suspectWords.test(words) ? 'another loop has something for you' : words.slice(0, 180)
    return `[cc-ci:${id}] New for you: ${named}. Pull, read it in the repository, and act on it.`.slice(0, longest)
  },
} as const
