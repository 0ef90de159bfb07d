import type { TestResult, TierName } from '@cc-ci/contracts/run-result'
import { type CcCiError, isCcCiError } from '@cc-ci/kernel'
import { couldNotJudge, type Failure } from '../verdict/failure.js'
import type { RunContext } from './run-context.js'
import { stageStatus } from './run-record.js'
import { skipsGeneric } from './skip-generic.js'

/** Collects the checks of one tier. */
export interface TierScope {
  /** Runs one generic check: undefined is a pass. Gives back whether it passed. */
  check(name: string, work: () => Promise<Failure | undefined>): Promise<boolean>
  /** A check of the generic floor that no operation needs: the operator may leave it out, which skips it, with reason. */
  assert(name: string, work: () => Promise<Failure | undefined>): Promise<boolean>
  /** Records a test that ran elsewhere. */
  add(test: Omit<TestResult, 'id' | 'flaky' | 'file'> & { readonly file?: string }, failure?: Failure): void
  readonly passed: boolean
}

/** Runs one tier: its body makes the checks, the record keeps them, and a thrown "could not judge" is one of them. */
export async function runTier(
  context: RunContext,
  tier: TierName,
  body: (scope: TierScope) => Promise<void>,
): Promise<boolean> {
  const { journal, record, world } = context
  const begun = world.clock.monotonic()
  const tests: TestResult[] = []
  const scope = newScope(context, tier, tests)
  journal.emit({ type: 'tier.started', tier })
  try {
    await journal.phase(tier, () => body(scope))
  } catch (error) {
    // An interrupted tier is no passed one, whatever passed before: without this its rung would be climbed.
    const end = { name: `The ${tier} tier runs to its end`, origin: 'generic', seconds: 0 } as const
    if (context.signal.aborted || !isCcCiError(error)) {
      scope.add({ ...end, status: 'error', message: String(error) })
      throw error
    }
    const failure = asFailure(error)
    scope.add({ ...end, status: couldNotJudge(failure) ? 'error' : 'fail', message: error.message }, failure)
  } finally {
    const seconds = round((world.clock.monotonic() - begun) / 1000)
    const status = stageStatus(tests)
    record.stages.push({ name: tier, status, seconds, tests })
    journal.emit({ type: 'tier.finished', tier, status, seconds })
  }
  return scope.passed
}

function newScope(context: RunContext, tier: TierName, tests: TestResult[]): TierScope {
  const { journal, record, world, mask } = context
  const add: TierScope['add'] = (test, failure) => {
    const message = test.message === null ? null : mask.mask(test.message)
    tests.push({ file: null, ...test, message, id: `${tier}/${test.origin}/${test.name}`, flaky: false })
    if (failure !== undefined) record.failures.push({ tier, failure })
    journal.emit({ type: 'test.finished', tier, name: test.name, status: test.status })
  }
  const scope: TierScope = {
    add,
    async assert(name, work) {
      const variable = skipsGeneric(context.request.operator, tier)
      if (variable === undefined) return scope.check(name, work)
      add({ name, origin: 'generic', status: 'skip', seconds: 0, message: `left out by ${variable}` })
      return true
    },
    async check(name, work) {
      context.signal.throwIfAborted()
      const begun = world.clock.monotonic()
      const failure = await judged(work, context.signal)
      const seconds = round((world.clock.monotonic() - begun) / 1000)
      const status = failure === undefined ? 'pass' : couldNotJudge(failure) ? 'error' : 'fail'
      add({ name, origin: 'generic', status, seconds, message: failure?.evidence ?? null }, failure)
      return failure === undefined
    },
    get passed() {
      return tests.every(({ status }) => status === 'pass' || status === 'skip')
    },
  }
  return scope
}

/** What a check found; what it threw is a finding, too, unless the run was stopped. */
export async function judged(
  work: () => Promise<Failure | undefined>,
  signal: AbortSignal,
): Promise<Failure | undefined> {
  try {
    return await work()
  } catch (error) {
    if (signal.aborted || !isCcCiError(error)) throw error
    return asFailure(error)
  }
}

/** Bad input is the recipe's; everything else that threw means that we could not judge. */
function asFailure(error: CcCiError): Failure {
  return {
    class: error.exitCode === 2 ? 'recipe' : 'infra',
    code: error.code,
    service: error.place?.service,
    evidence: error.message,
    hint: error.hint,
    place: placeOf(error),
  }
}

function placeOf({ place }: CcCiError): string | undefined {
  if (place?.file === undefined) return undefined
  return place.line === undefined ? place.file : `${place.file}:${place.line}`
}

const round = (seconds: number): number => Math.round(seconds * 100) / 100
