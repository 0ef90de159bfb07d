/** The events that tell how a session stands; each is told by at most a few lines an hour. */
const events = [
  'SessionStart',
  'SessionEnd',
  'UserPromptSubmit',
  'PermissionRequest',
  'Notification',
  'Stop',
  'StopFailure',
  'PreCompact',
]

/** The client kills a hook that takes longer; in seconds. */
const hookTimeout = 10

/** A spool that is longer is put aside, over the one before. */
const longestSpool = '10M'

/**
 * Settings that the client reads beside its own: its status line is written to a file, which is the cheapest meter of
 * context and limits, replaced as a whole, so that nobody reads half of it. Each of its hooks adds what it is told as
 * one line to a spool, and says nothing to the client.
 */
export function clientSettings({ statusline, hooks }: { readonly statusline: string; readonly hooks: string }): string {
  const file = quote(statusline)
  const command = `cat > ${file}.new && mv ${file}.new ${file}`
  const hook = { type: 'command', command: spoolCommand(hooks), timeout: hookTimeout }
  const settings = {
    statusLine: { type: 'command', command },
    hooks: Object.fromEntries(events.map((event) => [event, [{ hooks: [hook] }]])),
  }
  return `${JSON.stringify(settings, null, 2)}\n`
}

/** Line ends within the JSON are only between its parts, and the line is added with one redirection. */
function spoolCommand(spool: string): string {
  const file = quote(spool)
  const rotate = `[ -z "$(find ${file} -size +${longestSpool} 2>/dev/null)" ] || mv -f ${file} ${file}.old`
  return `line=$(tr -d '\\n\\r'); ${rotate}; printf '%s\\n' "$line" >> ${file}`
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
