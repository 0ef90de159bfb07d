import { z } from 'zod'

const text = z.string().optional().catch(undefined)

const schema = z.object({
  hook_event_name: z.string(),
  session_id: text,
  prompt_id: text,
  tool_use_id: text,
  agent_id: text,
  notification_type: text,
  error: text,
  prompt: text,
  timestamp: text,
  stop_hook_active: z.boolean().optional().catch(undefined),
  background_tasks: z
    .array(z.object({ id: z.string().optional(), status: text }).catch({ id: undefined, status: undefined }))
    .optional()
    .catch(undefined),
})

/** What the client hands to a hook, as far as anybody here reads it. */
export type HookEvent = z.infer<typeof schema>

/** Undefined for what is no event. */
export function parseHookLine(line: string): HookEvent | undefined {
  try {
    return schema.safeParse(JSON.parse(line.replace(/^\0+/, ''))).data
  } catch {
    return undefined
  }
}

/**
 * Events may come twice. Session, prompt, event and tool name one; what an event tells beside that is part of its name,
 * because one prompt may be notified of two things, and stop first with and then without background tasks.
 */
export function hookKey(event: HookEvent): string {
  const { session_id, prompt_id, hook_event_name, tool_use_id, agent_id, notification_type, error } = event
  const tasks = event.background_tasks?.map(({ id, status }) => `${id}=${status}`).join(',')
  const parts = [session_id, prompt_id, hook_event_name, tool_use_id, agent_id, notification_type, error]
  return JSON.stringify([...parts, event.stop_hook_active, tasks])
}
