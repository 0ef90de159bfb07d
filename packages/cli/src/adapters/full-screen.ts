import type { ReadStream, WriteStream } from 'node:tty'

export interface FullScreen {
  /** Replaces what is shown with one write, so that nothing flickers. Lines must not be wider than the terminal. */
  show(lines: readonly string[]): void
  /** Aborted by q, Ctrl-C, or a signal that asks us to end. */
  readonly ended: AbortSignal
  close(): void
}

const enter = '\u001b[?1049h\u001b[?25l'
const leave = '\u001b[?25h\u001b[?1049l'
/** q, Q, and what Ctrl-C and Ctrl-D are in raw mode. */
const endingKeys = new Set([113, 81, 3, 4])
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** The terminal's other screen: what stood there before comes back when it is closed. */
export function openFullScreen(output: WriteStream, input: ReadStream, onResize: () => void): FullScreen {
  const controller = new AbortController()
  const end = (): void => controller.abort(new Error('ended'))
  const press = (keys: Buffer): void => {
    if (keys.some((key) => endingKeys.has(key))) end()
  }
  const raw = input.isTTY
  if (raw) {
    input.setRawMode(true)
    input.on('data', press).resume()
  }
  for (const name of signals) process.on(name, end)
  output.on('resize', onResize)
  output.write(enter)
  return {
    show: (lines) => void output.write(`\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J`),
    ended: controller.signal,
    close() {
      output.write(leave)
      output.off('resize', onResize)
      for (const name of signals) process.off(name, end)
      if (!raw) return
      input.off('data', press).pause()
      input.setRawMode(false)
    },
  }
}
