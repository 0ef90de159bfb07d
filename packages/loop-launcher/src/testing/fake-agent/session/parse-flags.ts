import { parseArgs } from 'node:util'

/** What the command line asks of the client, and of the fake itself: its script and speed. */
export interface AgentFlags {
  readonly script: string | undefined
  readonly speed: number
  readonly version: boolean
  readonly sessionId: string | undefined
  readonly resume: string | undefined
  readonly continue: boolean
  readonly fork: boolean
  readonly model: string | undefined
  readonly permissionMode: string
  readonly skipPermissions: boolean
  readonly settings: string | undefined
  readonly print: boolean
  readonly inputFormat: string
  readonly outputFormat: string
  readonly replay: boolean
  readonly json: boolean
  readonly positionals: readonly string[]
}

const permissionModes = ['acceptEdits', 'auto', 'bypassPermissions', 'default', 'dontAsk', 'manual', 'plan']

const options = {
  script: { type: 'string' },
  speed: { type: 'string', default: '1' },
  version: { type: 'boolean', short: 'v', default: false },
  'session-id': { type: 'string' },
  resume: { type: 'string', short: 'r' },
  continue: { type: 'boolean', short: 'c', default: false },
  'fork-session': { type: 'boolean', default: false },
  model: { type: 'string' },
  'permission-mode': { type: 'string' },
  'dangerously-skip-permissions': { type: 'boolean', default: false },
  settings: { type: 'string' },
  'append-system-prompt': { type: 'string' },
  print: { type: 'boolean', short: 'p', default: false },
  'input-format': { type: 'string', default: 'text' },
  'output-format': { type: 'string', default: 'text' },
  'replay-user-messages': { type: 'boolean', default: false },
  verbose: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const

/** Reads the arguments after the program's name; a string is the reason why the client refuses them. */
export function parseFlags(args: readonly string[]): AgentFlags | string {
  let parsed: ReturnType<typeof readOptions>
  try {
    parsed = readOptions(args)
  } catch (error) {
    return optionError(error)
  }
  const { values, positionals } = parsed
  const speed = Number(values.speed)
  if (!(speed > 0)) return `error: --speed is ${values.speed}, not a number above 0`
  const mode = values['permission-mode']
  if (mode !== undefined && !permissionModes.includes(mode)) {
    return `error: option '--permission-mode <mode>' argument '${mode}' is invalid. Allowed choices are ${permissionModes.join(', ')}.`
  }
  const skipPermissions = values['dangerously-skip-permissions'] || mode === 'bypassPermissions'
  return {
    script: values.script,
    speed,
    version: values.version,
    sessionId: values['session-id'],
    resume: values.resume,
    continue: values.continue,
    fork: values['fork-session'],
    model: values.model,
    permissionMode: skipPermissions ? 'bypassPermissions' : (mode ?? 'auto'),
    skipPermissions,
    settings: values.settings,
    print: values.print,
    inputFormat: values['input-format'],
    outputFormat: values['output-format'],
    replay: values['replay-user-messages'],
    json: values.json,
    positionals,
  }
}

function readOptions(args: readonly string[]) {
  return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
}

function optionError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const [, unknown] = /^Unknown option '([^']+)'/.exec(message) ?? []
  return unknown === undefined ? `error: ${message}` : `error: unknown option '${unknown}'`
}
