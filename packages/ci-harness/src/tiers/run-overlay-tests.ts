import { basename } from 'node:path'
import type { TierName } from '@cc-ci/contracts/run-result'
import type { LifecycleOp } from '../overlays/classify-overlay.js'
import type { TestFile } from '../overlays/find-overlays.js'
import type { OverlayTest } from '../overlays/overlay-test.js'
import { runTests } from '../overlays/run-tests.js'
import { shownPath } from '../overlays/shown-path.js'
import { toolsFolder, writeFacts } from '../overlays/write-facts.js'
import type { RunContext } from '../run/run-context.js'
import type { TierScope } from '../run/tier-scope.js'
import type { Failure } from '../verdict/failure.js'

/** Runs the overlay's tests of one operation, after its generic assertions: they add to the floor and never replace it. */
export async function runLifecycleTests(context: RunContext, scope: TierScope, op: LifecycleOp): Promise<void> {
  await runOverlayTests(context, scope, { tier: op, files: context.plan.overlays.lifecycle[op] })
}

/** Runs test files within a tier; every single test of them becomes one of the tier's. */
export async function runOverlayTests(
  context: RunContext,
  scope: TierScope,
  { tier, files }: { tier: TierName; files: readonly TestFile[] },
): Promise<void> {
  if (files.length === 0) return
  const { world, signal, request, mask } = context
  await context.screenshots.settled() // a test may change what a picture is being taken of
  const env = await writeFacts(context, tier)
  const tests = await runTests(files, env, {
    processes: world.processes,
    clock: world.clock,
    signal,
    folder: toolsFolder(context),
    packagesFrom: request.workspace,
  })
  signal.throwIfAborted()
  for (const test of tests) {
    const { name, origin, status, seconds, requiresDeps = false } = test
    context.record.provedDependencies ||= requiresDeps && status === 'pass'
    const file = shownFile(test, files)
    const message = test.message === null ? null : mask.mask(test.message)
    const summary = test.summary === null ? null : mask.mask(test.summary)
    scope.add({ name, file, origin, status, seconds, message }, failureOf({ ...test, file, message, summary }))
  }
}

/** A test that failed speaks of the app; one that could not run at all is broken itself, and its owner is to mend it. */
function failureOf(test: OverlayTest): Failure | undefined {
  const { name, origin, status, message, summary } = test
  if (status === 'pass' || status === 'skip') return undefined
  const logs = (message ?? '').split('\n')
  const place = placeOf(test)
  if (status === 'fail')
    return { class: 'app', code: 'CUSTOM_TEST_FAILED', evidence: `${name}: ${summary}`, logs, place }
  return {
    class: origin === 'ours' ? 'harness' : 'recipe',
    code: 'TEST_BROKEN',
    evidence: `${name} could not run: ${summary}`,
    logs,
    place,
    hint: 'Mend the test file; it says nothing about the app.',
  }
}

/** As the recipe's repository or our folder for it has it: where it lies during the run is nobody's business. */
function shownFile({ file, origin }: OverlayTest, files: readonly TestFile[]): string {
  const path = files.find((each) => each.file.file === file)?.file.path ?? basename(file)
  return shownPath({ origin, path })
}

/** The file, and the last line of it that the message names: there it was noticed. */
function placeOf({ file, message }: OverlayTest): string {
  const name = basename(file)
  const lines = [...(message ?? '').matchAll(/([\w.-]+):(\d+)/g)].filter(([, each]) => each === name)
  const line = lines.at(-1)?.[2]
  return line === undefined ? file : `${file}:${line}`
}
