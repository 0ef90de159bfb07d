import { join } from 'node:path'
import { isBuilt, packageFolder, sourceLoader } from './package-folder.js'

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
  return [
    process.execPath,
    ...(isBuilt ? [] : sourceLoader()),
    join(packageFolder(), 'programs/cc-ci-fake-agent.mjs'),
    ...(script === undefined ? [] : ['--script', script]),
    ...(speed === undefined ? [] : ['--speed', String(speed)]),
  ]
}
