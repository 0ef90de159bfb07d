import { apiKeyDialog, bypassDialog, trustDialog } from '../screen/dialogs.js'
import type { AgentScript } from '../script/parse-script.js'
import type { UserState } from '../session/user-state.js'
import type { DialogHost } from './dialog-host.js'

export interface StartupQuestions {
  readonly state: UserState
  readonly cwd: string
  readonly apiKey: string | undefined
  readonly skipPermissions: boolean
  readonly answers: AgentScript['dialogs']
}

/** Asks what the user has not answered before; false when the answer was to leave. */
export async function askAtStart(host: DialogHost, questions: StartupQuestions): Promise<boolean> {
  const { state, cwd, apiKey, skipPermissions, answers } = questions
  if (apiKey !== undefined && !state.knowsKey(apiKey)) {
    const label = await host.ask(apiKeyDialog(apiKey, answers['api-key']))
    state.answerForKey(apiKey, label === 0 ? 'approved' : 'rejected')
  }
  if (!state.trusts(cwd)) {
    if ((await host.ask(trustDialog(cwd, answers.trust))) !== 1) return false
    state.trust(cwd)
  }
  if (skipPermissions && !state.acceptsBypass) {
    if ((await host.ask(bypassDialog(answers.bypass))) !== 1) return false
    state.acceptBypass()
  }
  return true
}
