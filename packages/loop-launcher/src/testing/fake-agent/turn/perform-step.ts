import { apiErrorNamed } from '../records/api-errors.js'
import type { Step } from '../script/steps.js'
import { answer, fail, failAside, failAtLimit } from './end-turn.js'
import { misbehaviours } from './misbehaviours.js'
import { retry } from './retry.js'
import { type Performer, type StepOf, stayForEver, type Turn } from './turn.js'
import type { TurnEnd } from './turn-end.js'
import { runCommand, startInBackground, usePermission, useTool } from './use-tool.js'

type Kind = Step['kind']

const performers: { readonly [Each in Kind]: Performer<Each> } = {
  ...misbehaviours,
  answer: async (turn, { text }) => answer(turn, text),
  tool: (turn, { command, seconds }) =>
    useTool(turn, command, async () => {
      await turn.session.sleep(seconds, turn.signal)
      return { output: 'done', failed: false }
    }),
  run: runCommand,
  permission: usePermission,
  background: async (turn, step) => {
    startInBackground(turn, step)
    return undefined
  },
  retry,
  error: async (turn, { name }) => fail(turn, apiErrorNamed(name)),
  'subagent-error': failAside,
  limit: async (turn, { limit: { window, seconds, after } }) =>
    failAtLimit(turn, { limit: { window, resetsAt: turn.session.epochAfter(seconds) }, after }),
  wait: async ({ session, signal }, { seconds }) => {
    await session.sleep(seconds, signal)
    return undefined
  },
  usage: async ({ session }, { percent }) => {
    session.meter.setUsage(percent, Math.floor(session.clock.now().getTime() / 1000))
    return undefined
  },
  context: async ({ session }, { percent }) => {
    session.meter.setContext(percent)
    return undefined
  },
  exit: exitWith,
}

/** With 0 as if somebody had asked for it; otherwise at once, and nothing is put in order. */
function exitWith(turn: Turn, { code }: StepOf<'exit'>): Promise<undefined> {
  if (code !== 0) {
    turn.stage.abandon()
    process.exit(code)
  }
  process.kill(process.pid, 'SIGINT')
  return stayForEver(turn)
}

/** Does one step; what it gives back may end the turn. Rejects when the signal is aborted. */
export function performStep(turn: Turn, step: Step): Promise<TurnEnd | undefined> {
  return perform(turn, step.kind, step)
}

function perform<Each extends Kind>(
  turn: Turn,
  kind: Each,
  step: Extract<Step, { readonly kind: Each }>,
): Promise<TurnEnd | undefined> {
  return performers[kind](turn, step)
}
