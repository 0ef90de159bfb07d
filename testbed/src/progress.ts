const start = performance.now()

/** One line on stderr with the seconds since the program started. A warm bed says nothing. */
export function report(line: string): void {
  const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6)
  process.stderr.write(`${seconds} s  ${line}\n`)
}
