/** Breaks text between words into lines of at most `width`; a word that is longer stands alone, unbroken. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`
    if (longer.length > width && line !== '') {
      lines.push(line)
      line = word
    } else line = longer
  }
  return line === '' ? lines : [...lines, line]
}

/** Breaks a shell command so that the lines can be pasted together. */
export function wrapCommand(command: string, width: number): string[] {
  const lines = wrapText(command, width - 4)
  return lines.map((line, index) => `${index === 0 ? '' : '  '}${line}${index < lines.length - 1 ? ' \\' : ''}`)
}

/** Cuts a line that is too wide, and says so with an ellipsis. */
export function cutLine(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`
}
