export { type FakeAgentOptions, fakeAgentCommand } from '../adapters/fake-agent-command.js'
export { runFakeAgent } from './fake-agent/run-fake-agent.js'
export { parseScript } from './fake-agent/script/parse-script.js'
