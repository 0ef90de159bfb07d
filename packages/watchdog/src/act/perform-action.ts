import type { Action } from '../decide/action.js'
import type { ResultFact } from '../decide/facts.js'
import type { ControlOutcome, LoopControl } from '../ports/loop-control.js'
import type { NoticeBoard } from '../ports/notifier.js'
import { writeBrief } from './write-brief.js'

/** Looks closely at one loop, keeps what it saw, and says where. */
export type Diagnose = (loop: string, actionId: string) => Promise<string>

export interface ActingWorld {
  readonly control: LoopControl
  readonly notices: NoticeBoard
  readonly diagnose: Diagnose
}

/** Does what was decided, and says how it went; never throws. */
export async function performAction(action: Action, world: ActingWorld): Promise<ResultFact> {
  const about = { actionId: action.id, loop: 'loop' in action ? action.loop : null }
  try {
    return { ...about, ...(await perform(action, world)) }
  } catch (error) {
    return { ...about, outcome: 'failed', detail: error instanceof Error ? error.message : String(error) }
  }
}

async function perform(action: Action, { control, notices, diagnose }: ActingWorld): Promise<ControlOutcome> {
  switch (action.kind) {
    case 'nudge':
      return control.nudge(action.loop, { id: action.nudgeId, text: action.text })
    case 'choose':
      return control.choose(action.loop, { dialog: action.dialog, label: action.label })
    case 'interrupt':
      return control.interrupt(action.loop)
    case 'restart':
      return restart(action.loop, action.conversation, control)
    case 'yield':
      return control.giveUp(action.loop)
    case 'diagnose':
      return done(await diagnose(action.loop, action.id))
    case 'alert':
      notices.put({ ...action, id: action.id, at: action.at.wall })
      return done('it is to be told')
    case 'clear':
      notices.clear(action.key, action.at.wall)
      return done('its cause is over')
    case 'rebuild-terminals':
      return control.closeTerminals()
    case 'teardown':
      return control.tearDown(action.commit)
  }
}

async function restart(loop: string, conversation: 'resume' | 'fresh', control: LoopControl): Promise<ControlOutcome> {
  const brief = conversation === 'fresh' ? writeBrief(await control.handOver(loop)) : null
  return control.restart(loop, { conversation, brief })
}

function done(detail: string): ControlOutcome {
  return { outcome: 'done', detail }
}
