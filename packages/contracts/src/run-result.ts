import { z } from 'zod'
import { dependencyRecordSchema } from './dependency-record.js'
import { rungNames, rungStatuses } from './ladder.js'
import { type faultClasses, runFaultSchema } from './run-fault.js'
import { tierNames } from './tier-names.js'

export { faultClasses } from './run-fault.js'
export { type TierName, tierNames } from './tier-names.js'

/** The newest results.json this package writes; readers accept it and older ones they know. */
export const runResultSchemaVersion = 3

const seconds = z.number().min(0)
const epochSeconds = z.number().min(0)

const testResult = z.object({
  id: z.string().describe('stable across runs: <tier>/<origin>/<name>'),
  name: z.string().describe('a sentence a person understands'),
  file: z
    .string()
    .nullable()
    .default(null)
    .describe('where it stands in the recipe’s repository, or in our folder for it; null for a generic check'),
  origin: z.enum(['generic', 'ours', 'repo']),
  status: z.enum(['pass', 'fail', 'skip', 'error']),
  seconds,
  message: z.string().nullable().describe('why it failed or was skipped; null on a pass'),
  flaky: z.boolean().describe('passed, but only when the run was repeated; the message is that of the first time'),
})

const stageResult = z.object({
  name: z.enum(tierNames),
  status: z.enum(['pass', 'fail', 'skip', 'error']),
  seconds,
  tests: z.array(testResult),
})

const rungResult = z.object({
  status: z.enum(rungStatuses),
  seconds,
  fact: z.string().describe('one short fact for the card, such as "94 s" or "0 of 3 rows back"'),
})

export const storeKinds = ['file', 'sqlite', 'postgres', 'mysql', 'redis', 'mongodb', 'mount'] as const

const storeRecord = z.object({
  store: z.string().describe('what was watched: "volume content", "postgres db/app", "sqlite data/app.db"'),
  kind: z.enum(storeKinds).describe('mount: a place that cc-ci only names, such as a tmpfs'),
  seeded: z.number().int(),
  unsaved: z.number().int().optional().describe('how many of the seeded marks lie where the backup does not reach'),
  afterUpgrade: z.number().int().nullable(),
  afterRestore: z.number().int().nullable(),
  backup: z
    .enum(['covered', 'partly', 'excluded', 'not-covered', 'unwatched', 'unknown'])
    .describe('unwatched, unknown: nothing was written there, so nothing is proven; the note says why'),
  damage: z.string().optional().describe('what is wrong with the store itself, whatever marks are still in it'),
  note: z.string().nullable(),
})

const serviceUpdate = z.object({
  service: z.string(),
  update: z.enum(['completed', 'rolled_back', 'paused', 'unchanged', 'created']),
  from: z.string().nullable().describe('image with digest before'),
  to: z.string().nullable().describe('image with digest after'),
})

const lintFinding = z.object({
  rule: z.string().describe('R001 to R016, or one of ours starting with C'),
  severity: z.enum(['error', 'warning']),
  message: z.string(),
  file: z.string(),
  line: z.number().int().min(1),
  hint: z.string(),
})

export const screenshotMoments = ['installed', 'upgraded', 'restored'] as const

const screenshot = z.object({
  moment: z.enum(screenshotMoments),
  file: z.string().nullable(),
  reason: z.string().nullable().describe('why there is none; null when there is one'),
  changed: z.number().min(0).max(1).nullable().describe('share of pixels that differ from the picture before'),
})

const diagnosis = z.object({
  paragraph: z.string().describe('the cause, the service, the place in the recipe, and the one thing to do'),
  service: z.string().nullable(),
  place: z.string().nullable().describe('<file>:<line> in the recipe or its tests, where one is known'),
})

const retry = z.object({
  attempt: z.number().int().min(2).describe('which run of the same request this is'),
  retryOf: z.string().describe('id of the run before, whose infra fault is why there is this one'),
  code: z.string().describe('code of that fault'),
  evidence: z.string().describe('its evidence'),
})

const start = z.object({
  load: z.number().describe('processes that ran or wanted to, averaged over the minute before'),
  cores: z.number().int().min(1),
  runs: z.array(z.string()).describe('each app domain of the zone that another run held, and who'),
})

const customization = z.object({
  settings: z.record(z.string(), z.unknown()),
  hooks: z.array(z.string()),
  files: z.array(z.string()),
  operator: z.record(z.string(), z.string()),
  notRun: z.array(z.object({ file: z.string(), reason: z.string() })),
})

/** The document `results.json`: what one run found out. Times are epoch seconds, durations seconds. */
export const runResultSchema = z.object({
  schemaVersion: z.literal(runResultSchemaVersion),
  runId: z.string(),
  seq: z.number().int().min(1),
  recipe: z.string().min(1),
  pr: z.number().int().nullable(),
  ref: z.string().describe('full commit hash of the head under test'),
  domain: z.string(),
  engine: z.enum(['swarm', 'abra']),
  mode: z.enum(['full', 'quick']),
  tiers: z
    .array(z.enum(tierNames))
    .nullable()
    .default(null)
    .describe('the tiers that were asked for, in their order; null when the result is from before this was kept'),
  base: z.object({
    kind: z.enum(['version', 'ref', 'skip']),
    version: z.string().nullable(),
    ref: z.string().nullable(),
    reason: z.string(),
  }),
  version: z.string().nullable().describe('version label of the head, when it has one'),
  start: start.nullable().default(null).describe('who else used the machine of cc-ci when the run began'),
  started: epochSeconds,
  finished: epochSeconds,
  verdict: z.enum(['green', 'red', 'error']),
  stopped: z.enum(['deadline', 'cancelled']).nullable(),
  fault: runFaultSchema.nullable(),
  diagnosis: diagnosis.nullable().default(null).describe('what went wrong in one paragraph; null when all went well'),
  retry: retry.nullable().default(null).describe('set when an infra fault kept the run before from judging'),
  level: z.number().int().min(0).max(5),
  rungs: z.object(
    Object.fromEntries(rungNames.map((rung) => [rung, rungResult])) as Record<
      (typeof rungNames)[number],
      typeof rungResult
    >,
  ),
  stages: z.array(stageResult),
  skips: z.object({
    intentional: z.record(z.string(), z.string()),
    unintentional: z.record(z.string(), z.string()),
    stale: z.array(z.string()),
  }),
  flags: z.object({ clean_teardown: z.boolean(), no_secret_leak: z.boolean() }),
  leftovers: z.array(z.string()).describe('what teardown could not remove'),
  deploys: z.object({ count: z.number().int(), expected: z.number().int() }),
  dependencies: z
    .array(dependencyRecordSchema)
    .default([])
    .describe('recipes that were deployed before this one, in their order'),
  data: z.array(storeRecord),
  swarm: z.array(serviceUpdate),
  lint: z.object({
    errors: z.array(lintFinding),
    warnings: z.array(lintFinding),
    unverified: z.string().nullable(),
    unchecked: z
      .array(z.object({ rule: z.string(), reason: z.string() }))
      .default([])
      .describe('rules that nobody judged, each with the reason: neither a pass nor a finding'),
  }),
  customization,
  notes: z.array(z.string()).describe('warnings worth a reader’s time: moving tags, unknown keys, leftovers at start'),
  resources: z.object({
    peakMemMb: z.number().nullable(),
    diskMb: z.number().nullable(),
    downtimeSeconds: z.number().nullable().describe('during the upgrade, probed every 250 ms'),
    backupMb: z.number().nullable(),
    restoreSeconds: z.number().nullable(),
  }),
  phases: z.array(z.object({ name: z.string(), start: seconds.describe('since the run started'), seconds })),
  next: z.object({ toLevel: z.number().int(), text: z.string(), place: z.string().nullable() }).nullable(),
  reproduce: z.string(),
  versions: z.object({ harness: z.string(), engine: z.string(), docker: z.string() }),
  artefacts: z.object({
    card: z.string().nullable(),
    page: z.string().nullable(),
    badge: z.string().nullable(),
    junit: z.string().nullable(),
    screenshot: z.string().nullable(),
    screenshotReason: z.string().nullable(),
    screenshots: z.array(screenshot).default([]).describe('in the order they were taken'),
    log: z.string().nullable(),
    lintText: z.string().nullable(),
  }),
})

export type RunResult = z.infer<typeof runResultSchema>
export type TestResult = z.infer<typeof testResult>
export type StageResult = z.infer<typeof stageResult>
export type RungResult = z.infer<typeof rungResult>
export type StoreRecord = z.infer<typeof storeRecord>
export type ServiceUpdate = z.infer<typeof serviceUpdate>
export type LintFinding = z.infer<typeof lintFinding>
export type ScreenshotRecord = z.infer<typeof screenshot>
export type ScreenshotMoment = (typeof screenshotMoments)[number]
export type Fault = z.infer<typeof runFaultSchema>
export type Diagnosis = z.infer<typeof diagnosis>
export type Retry = z.infer<typeof retry>
export type FaultClass = (typeof faultClasses)[number]

/** How many marks of a store must be there after the restore: those that the backup is meant to hold. */
export function expectedBack({ backup, seeded, unsaved = 0 }: StoreRecord): number {
  return backup === 'excluded' ? 0 : seeded - unsaved
}

/** Whether marks were written into the store at all; of one that is only named nothing is proven. */
export function isWatched({ backup }: Pick<StoreRecord, 'backup'>): boolean {
  return backup !== 'unwatched' && backup !== 'unknown'
}

/** The exit code that belongs to a run: 0 green, 1 red, 3 could not judge, 142 deadline, 143 cancelled. */
export function exitCodeOf(result: Pick<RunResult, 'verdict' | 'stopped'>): 0 | 1 | 3 | 142 | 143 {
  if (result.stopped === 'deadline') return 142
  if (result.stopped === 'cancelled') return 143
  return ({ green: 0, red: 1, error: 3 } as const)[result.verdict]
}

/**
 * The exit code of several runs: the worst, could-not-judge before usage before red before green; a stop outweighs
 * them all. A code nobody defined counts as could-not-judge, never as green.
 */
export function worstExitCode(codes: readonly number[]): number {
  const worstFirst = [143, 142, 3, 2, 1, 0]
  const known = codes.map((code) => (worstFirst.includes(code) ? code : 3))
  return worstFirst.find((code) => known.includes(code)) ?? 0
}
