import { apiErrorNamed } from '../records/api-errors.js'
import { noticeRecord } from '../records/user-records.js'
import type { SimpleStep } from '../script/steps.js'
import { answer } from './end-turn.js'
import { type Performer, stayForEver, type Turn } from './turn.js'
import type { TurnEnd } from './turn-end.js'
import { useTool } from './use-tool.js'

/** Shortly before a limit the client ends the turn by itself, without an error. */
const wrapUp = 'Approaching your 5-hour usage limit — Claude will wrap up the current step.'

/** What a client does on its bad days. */
export const misbehaviours: { readonly [Each in SimpleStep]: Performer<Each> } = {
  'hang spinner': (turn) => stayForEver(turn, turn.signal),
  freeze: (turn) => {
    turn.session.frozen = true
    turn.stage.freeze()
    return stayForEver(turn)
  },
  segv: (turn) => {
    process.kill(process.pid, 'SIGSEGV')
    return stayForEver(turn)
  },
  'fill-disk': async ({ session, stage }) => {
    session.transcript.fillDisk()
    stage.refresh()
    return undefined
  },
  'ignore-term': async ({ session }) => {
    session.ignoresTerm = true
    return undefined
  },
  'spin-cpu': () => spin(),
  'quote-errors': quoteErrors,
  'wrap-up': async ({ session, stage }) => {
    stage.recorded(session.record(noticeRecord(wrapUp)))
    stage.show({ kind: 'notice', text: wrapUp })
    return undefined
  },
}

/** Nothing else of this process runs any more, not even its signal handlers. */
function spin(): never {
  for (;;);
}

/** Says the words of every error, as an agent that reads a log or this source would. */
async function quoteErrors(turn: Turn): Promise<TurnEnd> {
  const quotes = [
    apiErrorNamed('400-thinking').text,
    apiErrorNamed('529').text,
    "You've hit your 5-hour limit · resets 2:13am (UTC)",
    'Credit balance is too low',
  ].join('\n')
  await useTool(turn, 'grep -r "API Error" .', async () => ({ output: quotes, failed: false }))
  return answer(turn, `The log quotes these errors; none of them is ours:\n${quotes}`)
}
