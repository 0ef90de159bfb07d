import { fileURLToPath } from 'node:url'
import type { LoopWorld } from '../src/index.js'
import { fakeAgentCommand } from '../src/testing/index.js'

const fromBuild = process.env.CC_CI_TESTS_FROM_BUILD !== undefined

/**
 * The fake agent from the sources, so that no build can be stale; with CC_CI_TESTS_FROM_BUILD, as in the gate, which has
 * just built, from the build: that starts in a fourth of the time.
 */
export const agentCommand: typeof fakeAgentCommand = (options) => {
  const command = fakeAgentCommand(options)
  if (!fromBuild) return command
  const program = command.findIndex((word) => word.endsWith('cc-ci-fake-agent.mjs'))
  return [process.execPath, ...command.slice(program)]
}

const builtRunner = fileURLToPath(new URL('../dist/loop-runner.js', import.meta.url))

/** The same for the runner, as a part of a loop's world. */
export const runner: Pick<LoopWorld, 'runnerCommand'> = fromBuild
  ? { runnerCommand: (order) => [process.execPath, builtRunner, order] }
  : {}
