import { z } from 'zod'
import { levelOf, type RungName, type RungStatus, rungNames, rungStatuses } from './ladder.js'
import { type RunResult, runResultSchemaVersion } from './run-result.js'

/** `writtenAs` is the schema number the file was written with. */
export type ParsedRunResult =
  | { readonly ok: true; readonly result: RunResult; readonly writtenAs: number }
  | { readonly ok: false; readonly problem: string }

const rungStatus = z.enum(rungStatuses)
const reasons = z.record(z.string(), z.string()).catch({})
const text = z.string().nullable().catch(null)

/** Schema 2 of the earlier implementation: its keys are known, not every shape, so only the essentials are required. */
const schema2 = z.object({
  run_id: z.union([z.string(), z.number()]).transform(String),
  recipe: z.string().min(1),
  finished: z.number().min(0),
  level: z.number().int().min(0).catch(0),
  rungs: z.partialRecord(
    z.enum(rungNames),
    z.union([rungStatus, z.object({ status: rungStatus }).transform(({ status }) => status)]).catch('unverified'),
  ),
  version: text,
  pr: z.coerce.number().int().positive().nullable().catch(null),
  ref: text,
  skips: z.object({ intentional: reasons, unintentional: reasons }).catch({ intentional: {}, unintentional: {} }),
  flags: z
    .object({ clean_teardown: z.boolean().catch(false), no_secret_leak: z.boolean().catch(false) })
    .catch({ clean_teardown: false, no_secret_leak: false }),
  screenshot: text,
  summary_card: text,
})

type Statuses = Record<RungName, RungStatus>

/** Lifts a schema 2 document for rendering only. What it does not say is shown as unknown, never as success. */
export function upgradeSchema2(document: unknown): ParsedRunResult {
  const parsed = schema2.safeParse(document)
  if (!parsed.success) {
    const [first] = parsed.error.issues
    return { ok: false, problem: `has a wrong value at "${first?.path.join('.')}": ${first?.message}` }
  }
  const old = parsed.data
  const statuses = Object.fromEntries(rungNames.map((rung) => [rung, old.rungs[rung] ?? 'unverified'])) as Statuses
  const result: RunResult = {
    ...unknownInSchema2,
    runId: old.run_id,
    recipe: old.recipe,
    pr: old.pr,
    ref: old.ref ?? '',
    version: old.version,
    started: old.finished,
    finished: old.finished,
    verdict: verdictFrom(statuses),
    level: Math.min(old.level, levelOf(Object.values(statuses))),
    rungs: mapRungs((rung) => ({
      status: statuses[rung],
      seconds: 0,
      fact: old.skips.intentional[rung] ?? old.skips.unintentional[rung] ?? '',
    })),
    skips: { ...old.skips, stale: [] },
    flags: old.flags,
    artefacts: { ...unknownInSchema2.artefacts, card: old.summary_card, screenshot: old.screenshot },
  }
  return { ok: true, result, writtenAs: 2 }
}

function mapRungs<T>(describe: (rung: RungName) => T): Record<RungName, T> {
  return Object.fromEntries(rungNames.map((rung) => [rung, describe(rung)])) as Record<RungName, T>
}

/** Schema 2 has no verdict, so doubt counts as red; lint never made a run red, and without an install none was judged. */
function verdictFrom({ lint: _, install, ...others }: Statuses): RunResult['verdict'] {
  if (install === 'unverified') return 'error'
  return [install, ...Object.values(others)].every((status) => status === 'pass' || status === 'skip') ? 'green' : 'red'
}

const unknownInSchema2 = {
  schemaVersion: runResultSchemaVersion,
  seq: 1,
  domain: '',
  engine: 'abra',
  mode: 'full',
  tiers: null,
  base: { kind: 'skip', version: null, ref: null, reason: 'not recorded by schema 2' },
  stopped: null,
  fault: null,
  diagnosis: null,
  retry: null,
  start: null,
  stages: [],
  leftovers: [],
  deploys: { count: 0, expected: 0 },
  dependencies: [],
  data: [],
  swarm: [],
  lint: { errors: [], warnings: [], unverified: 'not recorded by schema 2', unchecked: [] },
  customization: { settings: {}, hooks: [], files: [], operator: {}, notRun: [] },
  notes: ['written by an older version (schema 2), which recorded no verdict: it is read from the rungs'],
  resources: { peakMemMb: null, diskMb: null, downtimeSeconds: null, backupMb: null, restoreSeconds: null },
  phases: [],
  next: null,
  reproduce: '',
  versions: { harness: '', engine: '', docker: '' },
  artefacts: {
    card: null,
    page: null,
    badge: null,
    junit: null,
    screenshot: null,
    screenshotReason: null,
    screenshots: [],
    log: null,
    lintText: null,
  },
} satisfies Partial<RunResult>
