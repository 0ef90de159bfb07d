import { type Dialog, permissionDialog } from '../screen/dialogs.js'
import type { AgentSession } from '../session/agent-session.js'
import { notify } from './notify.js'

/** Asks whether a command may run, and tells the hooks that somebody is waited for. */
export async function askPermission(
  session: AgentSession,
  command: string,
  ask: (dialog: Dialog) => Promise<number | undefined>,
): Promise<boolean> {
  const { hooks, facts, turnFields } = session
  const question = ask(permissionDialog(command, facts.cwd))
  await hooks.fire({
    hook_event_name: 'PermissionRequest',
    ...turnFields,
    permission_mode: facts.permissionMode,
    effort: { level: 'medium' },
    tool_name: 'Bash',
    tool_input: { command, description: 'run' },
    permission_suggestions: [
      { type: 'addDirectories', directories: [facts.cwd], destination: 'session' },
      { type: 'setMode', mode: 'acceptEdits', destination: 'session' },
    ],
  })
  await notify(session, 'permission_prompt', 'Claude needs your permission')
  const label = await question
  return label !== undefined && label < 3
}
