import { closeSync, constants, openSync, rmSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'

/** In the state folder, which only its user may enter: what comes through here the agent does. */
const inputName = 'input.sock'

/** Hands on what is written to the loop’s input, for as long as this process lives. The caller owns the loop alone. */
export function listenForInput(stateFolder: string, take: (data: Buffer) => void): void {
  rmSync(join(stateFolder, inputName), { force: true })
  const server = createServer((socket) => {
    socket.on('data', take)
    socket.on('end', () => socket.end())
    socket.on('error', () => socket.destroy())
  })
  server.listen(openInput(stateFolder).path).unref()
}

/** Hands one line to a headless agent. Throws AGENT_UNREACHABLE when its runner does not take it. */
export function writeStreamInput(stateFolder: string, line: string): Promise<void> {
  const { path, folder } = openInput(stateFolder)
  return new Promise<void>((resolve, reject) => {
    const socket = connect(path, () => socket.end(`${line}\n`))
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
  }).finally(() => closeSync(folder))
}

/** By the folder’s descriptor, since the kernel takes no path of a socket above 107 bytes. */
function openInput(stateFolder: string): { readonly path: string; readonly folder: number } {
  const folder = openSync(stateFolder, constants.O_RDONLY | constants.O_DIRECTORY)
  return { path: `/proc/self/fd/${folder}/${inputName}`, folder }
}
