import { markFlaky, retryAfter } from '@cc-ci/contracts/retry'
import { type RunResult, runResultSchemaVersion, tierNames } from '@cc-ci/contracts/run-result'
import { filesThatRan } from '../overlays/files-that-ran.js'
import type { SwarmDescription } from '../ports/swarm.js'
import { classifyRungs } from '../verdict/classify-rungs.js'
import { diagnoseRun } from '../verdict/diagnose-run.js'
import { drawVerdict } from '../verdict/draw-verdict.js'
import { couldNotJudge, isOfDependency } from '../verdict/failure.js'
import { nextStep } from '../verdict/next-step.js'
import type { RunContext } from './run-context.js'
import type { RunRecord } from './run-record.js'
import { maskSecretKeys } from './secret-mask.js'

/** The result of a run as its record tells it, before secrets are masked and renderings are made. */
export function buildResult(context: RunContext, host: SwarmDescription, engineVersion: string): RunResult {
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
    mode: plan.mode,
    dependenciesProven: context.dependencies.length === 0 || record.provedDependencies,
  })
  const first = record.failures[0]
  const retry = retryOf(request)
  const { dependencies } = context
  // The in-place upgrade does not count; each dependency that the Swarm took does.
  const wanted = 1 + dependencies.filter(({ deployed }) => deployed).length
  const deploys = { count: record.deployCount, expected: record.stopped === null ? wanted : record.deployCount }
  const { verdict, reasons } = drawVerdict({
    stages: record.stages,
    failures: record.failures.map(({ failure }) => failure),
    deploys,
    leftovers: record.leftovers,
    leaked: record.leaked,
    depsNotReady: record.failures.flatMap(({ failure }) => (isOfDependency(failure) ? [failure.evidence] : [])),
    stopped: record.stopped,
  })
  // What made the run red is no fault of the host, even if one was met before.
  const judged = record.failures.find(({ failure }) => isOfDependency(failure) || !couldNotJudge(failure))
  const culprit = verdict === 'red' ? judged : first
  const diagnosis = diagnoseRun(
    {
      ...{ verdict, stopped: record.stopped, leftovers: [...record.leftovers], leaked: record.leaked, reasons },
      ...{ failure: culprit?.failure, tier: culprit?.tier ?? null },
    },
    { files: context.app?.sources ?? {}, services: context.app?.document.services ?? [] },
  )
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
    mode: plan.mode,
    tiers: tierNames.filter((tier) => request.tiers.includes(tier)),
    base: { kind: plan.base.kind, version: plan.base.version, ref: plan.base.ref, reason: plan.base.reason },
    version: plan.headVersion,
    start: record.start,
    started: finished - journal.elapsed(),
    finished,
    verdict,
    stopped: record.stopped,
    fault: first === undefined ? null : faultOf(first),
    diagnosis,
    retry,
    level,
    rungs,
    stages: request.repeats === undefined ? record.stages : markFlaky(record.stages, request.repeats),
    skips,
    flags: { clean_teardown: record.leftovers.length === 0, no_secret_leak: !record.leaked },
    leftovers: [...record.leftovers],
    deploys,
    dependencies: dependencies.map(({ recipe, version, domain, provider, status, seconds, failure }) => ({
      ...{ recipe, version, domain, provider, seconds, reason: failure?.evidence ?? null },
      status: status === 'ready' ? 'ready' : 'failed',
      proven: status === 'ready' && record.provedDependencies,
    })),
    data,
    swarm: [...record.swarm],
    lint,
    customization: customizationOf(context),
    notes: [...noteOfRetry(retry), ...(verdict === 'red' ? reasons : []), ...record.notes],
    resources: record.resources,
    phases: journal.phases,
    next: nextStep({ blockedBy, rungs, lint, mode: plan.mode }, first?.failure, diagnosis?.place),
    reproduce: reproduceLine(context),
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

function reproduceLine({ request, plan }: RunContext): string {
  if (plan.mode === 'quick') return request.reproduce(plan.head, { quick: true })
  return request.reproduce(plan.head, { from: request.canonical && (plan.base.version ?? undefined) })
}

function retryOf({ repeats }: RunContext['request']): RunResult['retry'] {
  return (repeats && retryAfter(repeats)) ?? null
}

/** What happened the first time, for who reads only this result. */
function noteOfRetry(retry: RunResult['retry']): string[] {
  if (retry === null) return []
  return [`Repeats run ${retry.retryOf}, which could not judge (${retry.code}): ${retry.evidence}`]
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
    noLogs: failure.noLogs ?? null,
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
