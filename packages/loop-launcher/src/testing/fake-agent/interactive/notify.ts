import type { AgentSession } from '../session/agent-session.js'

/** Tells the Notification hooks what a person should know. */
export async function notify(session: AgentSession, type: string, message: string): Promise<void> {
  await session.hooks.fire({
    hook_event_name: 'Notification',
    ...session.turnFields,
    message,
    notification_type: type,
  })
}
