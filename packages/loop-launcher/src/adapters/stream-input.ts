import { createHash } from 'node:crypto'
import { connect } from 'node:net'
import { CcCiError } from '@cc-ci/kernel'

/** The abstract socket behind which the runner of a headless agent waits for its input. */
export function inputSocket(stateFolder: string): string {
  return `\0cc-ci-input-${createHash('sha256').update(stateFolder).digest('hex').slice(0, 40)}`
}

/** Hands one line to a headless agent. Throws AGENT_UNREACHABLE when its runner does not take it. */
export function writeStreamInput(stateFolder: string, line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(inputSocket(stateFolder), () => socket.end(`${line}\n`))
    socket.resume()
    socket.once('close', (failed) => {
      if (!failed) resolve()
    })
    socket.once('error', (cause) =>
      reject(
        new CcCiError('AGENT_UNREACHABLE', `The runner of ${stateFolder} takes no input.`, {
          hint: 'See whether the loop runs: cc-ci loop status',
          cause,
        }),
      ),
    )
  })
}
