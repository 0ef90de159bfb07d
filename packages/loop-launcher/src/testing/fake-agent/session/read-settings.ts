import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const hook = z.object({ type: z.literal('command'), command: z.string(), timeout: z.number().optional() })
const settingsSchema = z.object({
  hooks: z.record(z.string(), z.array(z.object({ matcher: z.string().optional(), hooks: z.array(hook) }))).default({}),
  statusLine: z.object({ command: z.string() }).optional(),
})

export interface HookCommand {
  readonly matcher: string | undefined
  readonly command: string
  readonly timeoutSeconds: number
}

export interface AgentSettings {
  /** The commands for each event, in order. */
  readonly hooks: Readonly<Record<string, readonly HookCommand[]>>
  readonly statusLine: string | undefined
}

const hookTimeoutSeconds = 60

/**
 * Settings of the user, of the project and of `--settings` (a file or JSON), hooks added up. A file that is missing or
 * no settings is passed over, as `-p` does; for `--settings` the result is the refusal.
 */
export function readSettings(flag: string | undefined, configFolder: string, cwd: string): AgentSettings | string {
  const files = [
    join(configFolder, 'settings.json'),
    join(cwd, '.claude', 'settings.json'),
    join(cwd, '.claude', 'settings.local.json'),
  ]
  const parts = files.map((file) => parse(() => readFileSync(file, 'utf8'))).filter((part) => part !== undefined)
  if (flag !== undefined) {
    const given = parse(() => (flag.trimStart().startsWith('{') ? flag : readFileSync(flag, 'utf8')))
    if (given === undefined) return `Error: Settings file not found or invalid: ${flag}`
    parts.push(given)
  }
  const hooks: Record<string, HookCommand[]> = {}
  for (const [event, matchers] of parts.flatMap((part) => Object.entries(part.hooks))) {
    const commands = matchers.flatMap(({ matcher, hooks: entries }) =>
      entries.map(({ command, timeout = hookTimeoutSeconds }) => ({ matcher, command, timeoutSeconds: timeout })),
    )
    hooks[event] = [...(hooks[event] ?? []), ...commands]
  }
  return { hooks, statusLine: parts.findLast((part) => part.statusLine !== undefined)?.statusLine?.command }
}

function parse(read: () => string): z.infer<typeof settingsSchema> | undefined {
  try {
    return settingsSchema.parse(JSON.parse(read()))
  } catch {
    return undefined
  }
}
