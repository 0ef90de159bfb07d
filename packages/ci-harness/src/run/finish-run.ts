import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunResult, runResultSchemaVersion } from '@cc-ci/contracts/run-result'
import { filesThatRan } from '../overlays/files-that-ran.js'
import type { SwarmDescription } from '../ports/swarm.js'
import { classifyRungs } from '../verdict/classify-rungs.js'
import { drawVerdict } from '../verdict/draw-verdict.js'
import { nextStep } from '../verdict/next-step.js'
import { maskLeaks } from './mask-leaks.js'
import type { RunContext } from './run-context.js'
import { writeFileAtomically } from './run-folder.js'
import type { RunRecord } from './run-record.js'
import { maskSecretKeys, maskTexts } from './secret-mask.js'

/** Writes renderings of a result into the run's folder and says which. */
export type Presenter = (result: RunResult, folder: string) => Promise<Presentation>

export interface Presentation {
  readonly artefacts: Partial<RunResult['artefacts']>
  /** What could not be rendered, a sentence each. */
  readonly problems: readonly string[]
}

export interface Ending {
  readonly host: SwarmDescription
  readonly present: Presenter
}

/** Draws the verdict, writes results.json, then the renderings: those can only be missing, never change the verdict. */
export async function finishRun(context: RunContext, { host, present }: Ending): Promise<RunResult> {
  const { folder, checkout, record, mask, journal } = context
  await rm(checkout, { recursive: true, force: true })
  const leaks = await maskLeaks(folder.path, mask)
  record.leaked = leaks.length > 0 || context.screenshots.outcome().leaked
  record.notes.push(...leaks)
  const plain = maskTexts(buildResult(context, host, await context.world.engine.version()), mask.mask)
  await writeResult(folder.path, plain)
  const result = await presented(plain, folder.path, present)
  await writeResult(folder.path, result)
  journal.emit({ type: 'run.finished', verdict: result.verdict, level: result.level })
  return result
}

function buildResult(context: RunContext, host: SwarmDescription, engineVersion: string): RunResult {
  const { plan, request, folder, record, journal, settings, world } = context
  const pictures = context.screenshots.outcome()
  const data = [...record.data]
  const lint = {
    errors: [...record.lint.errors],
    warnings: [...record.lint.warnings],
    unverified: record.lint.unverified,
    unchecked: [...record.lint.unchecked],
  }
  const { level, rungs, skips, blockedBy } = classifyRungs({
    stages: record.stages,
    expectedNa: settings.expectedNa,
    notRun: record.notRun,
    olderTargetExists: plan.base.olderTargetExists,
    data,
    lint,
  })
  const first = record.failures[0]
  const deploys = { count: record.deployCount, expected: record.stopped === null ? 1 : record.deployCount }
  const { verdict, reasons } = drawVerdict({
    stages: record.stages,
    failures: record.failures.map(({ failure }) => failure),
    deploys,
    leftovers: record.leftovers,
    leaked: record.leaked,
    undeployedDeps: settings.deps,
    stopped: record.stopped,
  })
  const finished = world.clock.now().getTime() / 1000
  return {
    schemaVersion: runResultSchemaVersion,
    runId: folder.runId,
    seq: folder.seq,
    recipe: plan.recipe,
    pr: request.pr ?? null,
    ref: plan.head,
    domain: plan.domain,
    engine: world.engine.kind,
    mode: 'full',
    base: { kind: plan.base.kind, version: plan.base.version, ref: plan.base.ref, reason: plan.base.reason },
    version: plan.headVersion,
    started: finished - journal.elapsed(),
    finished,
    verdict,
    stopped: record.stopped,
    fault: first === undefined ? null : faultOf(first),
    level,
    rungs,
    stages: record.stages,
    skips,
    flags: { clean_teardown: record.leftovers.length === 0, no_secret_leak: !record.leaked },
    leftovers: [...record.leftovers],
    deploys,
    data,
    swarm: [...record.swarm],
    lint,
    customization: customizationOf(context),
    notes: [...(verdict === 'red' ? reasons : []), ...record.notes],
    resources: record.resources,
    phases: journal.phases,
    next: nextStep({ blockedBy, rungs, lint }, first?.failure),
    reproduce: request.reproduce(plan.head, request.canonical && (plan.base.version ?? undefined)),
    versions: { harness: request.harnessVersion, engine: engineVersion, docker: host.dockerVersion },
    artefacts: {
      card: null,
      page: null,
      badge: null,
      junit: null,
      screenshot: pictures.screenshot,
      screenshotReason: pictures.screenshotReason,
      screenshots: [...pictures.screenshots],
      log: 'events.jsonl',
      lintText: 'lint.txt',
    },
  }
}

function faultOf({ tier, failure }: RunRecord['failures'][number]): RunResult['fault'] {
  return {
    class: failure.class,
    code: failure.code,
    tier,
    service: failure.service ?? null,
    task: failure.task ?? null,
    exitCode: failure.exitCode ?? null,
    oomKilled: failure.oomKilled ?? null,
    evidence: failure.evidence,
    hint: failure.hint ?? null,
    logs: [...(failure.logs ?? [])].slice(-40),
  }
}

function customizationOf({ settings, plan, request }: RunContext): RunResult['customization'] {
  const { extraEnv, upgradeExtraEnv, ...others } = settings
  return {
    settings: { ...others, extraEnv: maskSecretKeys(extraEnv), upgradeExtraEnv: maskSecretKeys(upgradeExtraEnv) },
    hooks: plan.hooks.map(({ written, file }) => `${written} (${file.origin}, ${file.path})`),
    files: filesThatRan(plan.overlays),
    operator: { ...request.operator },
    notRun: plan.overlays.notRun.map(({ file, reason }) => ({ file, reason })),
  }
}

const writeResult = (folder: string, result: RunResult): Promise<void> =>
  writeFileAtomically(join(folder, 'results.json'), `${JSON.stringify(result, null, 2)}\n`)

async function presented(result: RunResult, folder: string, present: Presenter): Promise<RunResult> {
  try {
    const { artefacts, problems } = await present(result, folder)
    return { ...result, artefacts: { ...result.artefacts, ...artefacts }, notes: [...result.notes, ...problems] }
  } catch (error) {
    return { ...result, notes: [...result.notes, `The result could not be rendered: ${(error as Error).message}`] }
  }
}
