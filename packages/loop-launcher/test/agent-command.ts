import { fakeAgentCommand } from '../src/testing/index.js'

/**
 * The fake agent from the sources, so that no build can be stale; with CC_CI_TESTS_FROM_BUILD, as in the gate, which has
 * just built, from the build: that starts in a fourth of the time.
 */
export const agentCommand: typeof fakeAgentCommand = (options) => {
  const command = fakeAgentCommand(options)
  if (process.env.CC_CI_TESTS_FROM_BUILD === undefined) return command
  const program = command.findIndex((word) => word.endsWith('cc-ci-fake-agent.mjs'))
  return [process.execPath, ...command.slice(program)]
}
