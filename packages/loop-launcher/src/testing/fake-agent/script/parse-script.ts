import { readYamlDocument } from '@cc-ci/contracts/yaml-document'
import { CcCiError } from '@cc-ci/kernel'
import { z } from 'zod'
import { parseStep, stepForms } from './parse-step.js'
import type { Step } from './steps.js'

/** What is done for one prompt. With `when`, for every prompt that it matches; otherwise once, in its place. */
export interface ScriptedTurn {
  readonly when: RegExp | undefined
  readonly steps: readonly Step[]
}

/** A whole script: how the fake agent starts, and what it does with each prompt. */
export interface AgentScript {
  /** Before the first screen. */
  readonly start: readonly Step[]
  readonly turns: readonly ScriptedTurn[]
  /** Instead of `turns` when an earlier conversation goes on. */
  readonly resumed: readonly ScriptedTurn[] | undefined
  readonly dialogs: Readonly<Partial<Record<'trust' | 'bypass' | 'api-key', 'yes' | 'no'>>>
  readonly version: string
  /** Whether root may not skip the permissions, as with the client outside a sandbox. */
  readonly refuseRoot: boolean
}

const steps = z.unknown().transform((value, context) => readSteps(value, context, []))
const turns = z.unknown().transform((value, context) => {
  if (Array.isArray(value)) return value.map((entry, index) => readTurn(entry, context, [index]))
  context.addIssue({ code: 'custom', message: 'expected a list of turns', input: value })
  return z.NEVER
})

const answer = z.enum(['yes', 'no']).optional()
const schema = z.strictObject({
  start: steps.optional(),
  steps: turns.optional(),
  resumed: turns.optional(),
  dialogs: z.strictObject({ trust: answer, bypass: answer, 'api-key': answer }).prefault({}),
  version: z.string().default('2.1.330'),
  refuseRoot: z.boolean().default(false),
})

/**
 * Reads a script: a list of turns, or a mapping with `steps`. Throws AGENT_SCRIPT_INVALID with file and line.
 */
export function parseScript(text: string, file: string): AgentScript {
  const list = readYamlDocument(z.array(z.unknown()), text)
  const read = list.ok ? readYamlDocument(turns, text) : readYamlDocument(schema, text)
  if (!read.ok) {
    const [problem] = read.problems
    throw new CcCiError('AGENT_SCRIPT_INVALID', `The script ${file} ${problem?.message}.`, {
      hint: problem?.hint ?? `A step is one of: ${stepForms.join(', ')}.`,
      place: { file, line: problem?.line ?? 1, key: problem?.key ?? '' },
      exitCode: 2,
    })
  }
  const parts = Array.isArray(read.value) ? schema.parse({}) : (read.value as z.infer<typeof schema>)
  return {
    ...parts,
    start: parts.start ?? [],
    turns: Array.isArray(read.value) ? read.value : (parts.steps ?? []),
    resumed: parts.resumed,
    dialogs: Object.fromEntries(Object.entries(parts.dialogs).filter(([, value]) => value !== undefined)),
  }
}

type Issues = z.core.$RefinementCtx<unknown>
type Path = readonly (string | number)[]

function readTurn(entry: unknown, issues: Issues, path: Path): ScriptedTurn {
  if (!isMapping(entry) || !('when' in entry || 'do' in entry)) {
    return { when: undefined, steps: readSteps(entry, issues, path) }
  }
  const { when, do: done, ...rest } = entry
  for (const key of Object.keys(rest)) addIssue(issues, [...path, key], `unknown key "${key}"`)
  return { when: readWhen(when, issues, [...path, 'when']), steps: readSteps(done, issues, [...path, 'do']) }
}

function readWhen(value: unknown, issues: Issues, path: Path): RegExp | undefined {
  try {
    if (typeof value === 'string') return new RegExp(value)
    addIssue(issues, path, 'expected a regular expression')
  } catch (error) {
    addIssue(issues, path, error instanceof Error ? error.message : String(error))
  }
  return undefined
}

function readSteps(value: unknown, issues: Issues, path: Path): readonly Step[] {
  const entries = Array.isArray(value) ? value : [value]
  return entries.flatMap((entry, index) => readStep(entry, issues, Array.isArray(value) ? [...path, index] : path))
}

function readStep(entry: unknown, issues: Issues, path: Path): readonly Step[] {
  if (isMapping(entry) && typeof entry.run === 'string' && Object.keys(entry).length === 1) {
    return [{ kind: 'run', command: entry.run }]
  }
  const step = typeof entry === 'string' || typeof entry === 'number' ? parseStep(String(entry).trim()) : undefined
  if (step !== undefined) return [step]
  addIssue(issues, path, `there is no step ${JSON.stringify(entry)}`)
  return []
}

function addIssue(issues: Issues, path: Path, message: string): void {
  issues.addIssue({ code: 'custom', message, path: [...path], input: undefined })
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
