/**
 * Settings that the client reads beside its own: its status line is written to a file, which is the cheapest meter of
 * context and limits. A file is replaced as a whole, so that nobody reads half of it.
 */
export function clientSettings(statuslineFile: string): string {
  const file = quote(statuslineFile)
  const command = `cat > ${file}.new && mv ${file}.new ${file}`
  return `${JSON.stringify({ statusLine: { type: 'command', command } }, null, 2)}\n`
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
