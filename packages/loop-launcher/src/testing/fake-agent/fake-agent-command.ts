import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface FakeAgentOptions {
  /** A YAML file; without one every turn is answered with `ok`. */
  readonly script?: string
  /** How many times faster than the script the time goes; 1 by default. */
  readonly speed?: number
}

/**
 * The command that starts the fake agent, for `agent.command`: program and arguments. It works in every folder, also
 * where this package is not installed.
 */
export function fakeAgentCommand({ script, speed }: FakeAgentOptions = {}): [string, ...string[]] {
  const fromSource = extname(fileURLToPath(import.meta.url)) === '.ts'
  const loader = fromSource ? ['--conditions=@cc-ci/source', '--import', import.meta.resolve('tsx')] : []
  const program = fileURLToPath(new URL(fromSource ? '../../../programs/' : '../../programs/', import.meta.url))
  return [
    process.execPath,
    ...loader,
    `${program}cc-ci-fake-agent.mjs`,
    ...(script === undefined ? [] : ['--script', script]),
    ...(speed === undefined ? [] : ['--speed', String(speed)]),
  ]
}
