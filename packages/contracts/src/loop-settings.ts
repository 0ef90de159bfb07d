import { z } from 'zod'

const name = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'small letters, digits and dashes, 31 at most')

const agent = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(1)
    .default(['claude'])
    .describe('the agent client and the arguments it always gets'),
  engine: z
    .enum(['terminal', 'stream-json'])
    .default('terminal')
    .describe('an interactive client in a tmux pane, or a headless one that speaks JSON lines'),
  version: z
    .string()
    .optional()
    .describe(
      'the client version this loop is pinned to; another one is refused. When absent, the one of the first start',
    ),
  model: z.string().optional().describe('when absent, the client’s own default; a phase may pin another'),
  permissionMode: z
    .enum(['acceptEdits', 'auto', 'bypassPermissions', 'dontAsk', 'manual', 'plan'])
    .default('auto')
    .describe('what the client may do without asking'),
})

/** One entry of `loops` in cc-ci.yaml: an agent that is kept at work. */
export const loopSettingsSchema = z.strictObject({
  name,
  role: z
    .enum(['builder', 'adversary', 'orchestrator', 'job'])
    .describe('builder claims, adversary reviews, orchestrator edits plan and prompts; a job does neither'),
  agent: agent.prefault({}),
  prompts: z
    .array(z.string())
    .min(1)
    .describe('files relative to cc-ci.yaml that together are its first prompt; {{variables}} are filled at the start'),
  folder: z.string().describe('its own clone, relative to cc-ci.yaml'),
  environment: z
    .record(z.string().regex(/^[A-Za-z_]\w*$/, 'a name of an environment variable'), z.string())
    .default({})
    .describe('added to the few variables that an agent inherits'),
  resume: z
    .enum(['resume', 'fresh'])
    .default('resume')
    .describe('whether a later start goes on with the last conversation or begins a new one'),
})

export type LoopSettings = z.infer<typeof loopSettingsSchema>
export type LoopRole = LoopSettings['role']

/** `protocol` in cc-ci.yaml: where the loops hand work to each other. */
export const protocolSettingsSchema = z.strictObject({
  repository: z
    .string()
    .default('.')
    .describe('the coordination repository: a folder relative to cc-ci.yaml, or a git URL that each loop has cloned'),
  folder: z.string().default('protocol').describe('the one folder of it that holds the state of every phase'),
  mainCheck: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      'a program and its arguments that tell whether the branch is green at the commit CC_CI_COMMIT: it ends with 0 if so, with 1 if it is red, and with anything else if nobody knows; a red branch can claim nothing',
    ),
})

export type ProtocolSettings = z.infer<typeof protocolSettingsSchema>
