import { ManualClock } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import type { JournalEvent } from '../journal/journal-event.js'
import type { AgentEngine } from '../ports/agent-engine.js'
import { type Delivering, deliverMessage } from './deliver-message.js'
import { loopTiming } from './loop.js'

const run = { runId: 'r', sessionId: 'S', pid: 1, start: '1', agentPid: 2, agentStart: '2' }

/** An agent that takes the message at the given Enter, or whose composer turns out to be empty before. */
function agentThatTakes({ atEnter, keeps = true }: { atEnter: number; keeps?: boolean }) {
  let enters = 0
  const typed: string[] = []
  const events: JournalEvent[] = []
  const engine: AgentEngine = {
    report: () => undefined,
    sense: async () => ({ turn: 'idle', waitingFor: undefined, composer: 'empty', draft: '', dialog: undefined }),
    submit: async (_, text) => {
      typed.push(text)
      enters += 1
    },
    submitAgain: async () => {
      if (keeps) enters += 1
      return keeps
    },
    position: () => 0,
    acknowledgement: () => (enters >= atEnter ? { record: 'u', records: 1 } : undefined),
    choose: async () => false,
    interrupt: async () => false,
    askToEnd: async () => undefined,
    lastWords: async () => '',
  }
  const journal = { append: async (...more: readonly JournalEvent[]) => void events.push(...more) }
  const loop: Delivering = { engine, clock: new ManualClock(), timing: loopTiming, journal }
  const deliver = (text = 'Go on.') => deliverMessage(loop, run, { id: '7', kind: 'sent', text })
  return { deliver, typed, names: () => events.map(({ event }) => event), enters: () => enters }
}

it.each([1, 2, 3])('W-46: a message that is taken at Enter %i is delivered, and typed once', async (atEnter) => {
  const agent = agentThatTakes({ atEnter })
  expect(await agent.deliver()).toEqual({ messageId: '7', record: 'u', enters: atEnter })
  expect(agent.typed).toEqual(['[cc-ci:7] Go on.'])
  expect(agent.names()).toEqual(['delivering', 'delivered'])
})

it('W-51: without an acknowledgement after three Enters it is undelivered, and no more are pressed', async () => {
  const agent = agentThatTakes({ atEnter: 4 })
  expect(await agent.deliver()).toEqual({ messageId: '7', record: undefined, enters: 3 })
  expect(agent.names()).toEqual(['delivering', 'undelivered'])
  expect(agent.enters()).toBe(3)
})

it('presses no further Enter when nothing stands in the composer: it could answer something else', async () => {
  const agent = agentThatTakes({ atEnter: 2, keeps: false })
  expect(await agent.deliver()).toMatchObject({ record: undefined, enters: 1 })
})

it('types no control character: one could end the paste and go on as keys', async () => {
  const agent = agentThatTakes({ atEnter: 1 })
  const escapeByte = String.fromCharCode(27)
  await agent.deliver(`one\r\n\ttwo${escapeByte}[201~\rthree\u0003`)
  expect(agent.typed).toEqual(['[cc-ci:7] one\n\ttwo[201~three'])
})
