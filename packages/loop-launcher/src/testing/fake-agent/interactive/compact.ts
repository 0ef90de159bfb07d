import type { AgentSession } from '../session/agent-session.js'
import type { LiveScreen } from './live-screen.js'

const percentAfter = 5

/** Does as if the conversation became shorter: hooks before and after, and a record that marks the place. */
export async function compact(session: AgentSession, screen: LiveScreen): Promise<void> {
  const trigger = 'manual'
  session.registry.write('busy')
  screen.startWork()
  await session.hooks.fire({ hook_event_name: 'PreCompact', trigger })
  await session.sleep(1)
  session.record({ type: 'system', subtype: 'compact_boundary', content: 'Conversation compacted', level: 'info' })
  session.meter.setContext(percentAfter)
  await session.hooks.fire({ hook_event_name: 'PostCompact', trigger })
  screen.endWork()
  screen.show({ kind: 'notice', text: 'Conversation compacted' })
  session.registry.write('idle')
}
