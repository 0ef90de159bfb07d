import { fixedRules } from './fixed-rules.js'
import type { Judge, Judgement } from './judgement.js'
import { alarm } from './judgement.js'
import { type Look, witness } from './look.js'
import { isResting } from './turn.js'

/** Dialogs that may be answered, and the only answer. Trust and permissions are matters of people. */
const answers: Readonly<Record<string, string>> = {
  'limit-weekly': 'Stop and wait for limit to reset',
  limit: 'Stop and wait for limit to reset',
  resume: 'Resume full session as-is',
}
const limitMenus: ReadonlySet<string> = new Set(['limit-weekly', 'limit'])

/** Two looks at the same dialog, then the one answer that is on the list, or a person is called. */
export const judgeDialog: Judge = (look) => judgeSeenDialog(look) ?? judgeWaiting(look)

const judgeSeenDialog: Judge = (look) => {
  const { dialog } = look.memory
  if (dialog === null || look.fresh.pane === null) return null
  const state = dialog.kind === 'permission' ? 'WAITING_PERMISSION' : 'DIALOG'
  const evidence = [witness(look, 'pane', `a dialog is open (${dialog.kind})`)]
  if (dialog.looks < 2)
    return { state, evidence, wish: { kind: 'wait', what: 'second look', at: look.now.wall + look.rules.steady } }
  const label = answerOf(look, dialog.kind)
  const again = look.now.mono - dialog.since >= fixedRules.dialogAgain * dialog.answers
  if (label !== null && dialog.answers < 2) {
    if (again) return { state, evidence, wish: { kind: 'choose', dialog: dialog.kind, label } }
    return { state, evidence, wish: { kind: 'wait', what: 'answer again', at: look.now.wall + fixedRules.dialogAgain } }
  }
  return callPerson(look, { state, evidence })
}

function answerOf({ rules }: Look, kind: string): string | null {
  if (limitMenus.has(kind) && rules.weeklyMenu === 'alert') return null
  return answers[kind] ?? null
}

/** W-55: whoever waits for an answer is not typed to. */
const judgeWaiting: Judge = (look) => {
  const { turn } = look
  if (turn.is !== 'waiting' && turn.waitingFor === null) return null
  if (turn.is === 'busy' || (isResting(turn) && turn.waitingFor === null)) return null
  const permission = turn.waitingFor === null || /permission|input/.test(turn.waitingFor)
  const judgement: Judgement = { state: permission ? 'WAITING_PERMISSION' : 'DIALOG', evidence: [turn.evidence] }
  // One look at a status that changed this instant is not enough to call anybody.
  const old = look.now.mono - look.loop.since.mono >= look.rules.steady && look.loop.state === judgement.state
  return old ? callPerson(look, judgement) : judgement
}

function callPerson(look: Look, judgement: Judgement): Judgement {
  const kind = look.memory.dialog?.kind
  const severity = kind === 'trust' || kind === 'bypass' || kind === 'api-key' ? 'page' : 'warn'
  const cursor = look.known.pane?.dialog?.cursor ?? null
  const where = cursor === null ? '' : ` The cursor is on "${cursor}".`
  const text = `It asks something that only a person may answer (${kind ?? 'see its terminal'}).${where}`
  return { ...judgement, alarms: [alarm(look, 'dialog', { severity, says: 'waits for an answer', text })] }
}
