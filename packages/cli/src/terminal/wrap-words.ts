/**
 * Breaks text between words into lines of at most `width`; a word that is longer, such as a path, stays whole. Line
 * breaks and indents of the text itself stay.
 */
export function wrapWords(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, width))
}

function wrapLine(text: string, width: number): string[] {
  if (text.length <= width) return [text]
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = `${last} ${word}`
  }
  return lines
}

/** Text after a head on its first line, the others below its beginning. */
export function hang(head: string, text: string, width: number): string {
  const [first = '', ...more] = wrapWords(text, width - head.length)
  return [`${head}${first}`, ...more.map((line) => ' '.repeat(head.length) + line)].join('\n')
}
