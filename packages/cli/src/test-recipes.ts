import type { HarnessWorld, Sealer, TestRequest } from '@cc-ci/ci-harness'
import type { RunEvent } from '@cc-ci/contracts/run-event'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { CcCiError } from '@cc-ci/kernel'
import { measureHost } from './adapters/host-room.js'
import { onTermination } from './adapters/on-termination.js'
import { parentProcess } from './adapters/parent-process.js'
import { every } from './adapters/tick.js'
import { buildHarnessWorld } from './build-harness-world.js'
import { narrate } from './narrate.js'
import { endsWithParent, watchParent } from './orphan-guard.js'
import { loadPresenter, presentResult } from './present-result.js'
import { type Progress, showProgress } from './progress/show-progress.js'
import { repeatRequest } from './repeat-request.js'
import { type RunOutcome, runAll } from './run-all.js'
import { sealWith } from './seal-result.js'
import { tellRunFolder } from './tell-run-folder.js'
import { textStyle } from './terminal/text-style.js'
import { admitJobs } from './test-options/admit-jobs.js'
import { endpointOf, type Workspace } from './workspace/load-workspace.js'
import type { World } from './world.js'

export interface TestRecipesOptions {
  readonly world: World
  readonly workspace: Workspace
  /** How many at once; undefined: as many as the host has room for. */
  readonly jobs: number | undefined
  readonly verbose: boolean
  /** Awaited after each run, before the next one begins in its place; what it throws is what came of the run. */
  readonly onResult?: (request: TestRequest, result: RunResult, testing: Testing) => Promise<void>
  /** Whether a run that an infra fault kept from judging is repeated once. */
  readonly retry: boolean
}

/** Runs the requests with progress on standard error; a signal, or the death of our parent, cancels all of them. */
export async function testRecipes(
  requests: readonly TestRequest[],
  { world, workspace, jobs, verbose, retry, onResult }: TestRecipesOptions,
): Promise<readonly RunOutcome[]> {
  const { clock, environment } = world
  const { stderr, stdin } = process
  const { colour } = textStyle(stderr, environment)
  const progress = showProgress({ stream: stderr, verbose, colour, several: requests.length > 1, clock, every })
  const parent = parentProcess()
  const attended = endsWithParent(environment, { inputIsTerminal: stdin.isTTY, detached: parent.detached })
  const termination = onTermination({
    tellPatience: () => progress.say('Already ending: the app is being torn down.'),
    endsWithTerminal: attended,
  })
  const watch = new AbortController()
  try {
    if (attended) watchParent({ parent, clock, environment, signal: watch.signal }, termination.end)
    termination.signal.addEventListener('abort', () => progress.say('Ending: what was deployed is torn down first.'))
    const processes = verbose ? narrate(world.processes, progress.say) : world.processes
    // A remote that never answers must not keep a cancelled run.
    const git = world.git.stoppedBy(termination.signal)
    const harness = await buildHarnessWorld({ ...world, processes, git }, workspace)
    const admitted = jobs ?? (await admit(harness, workspace, progress.say))
    const { signal } = termination
    return await runAll(requests, admitted, {
      run: async (request) => {
        const onEvent = (event: RunEvent): void => {
          progress.onEvent(event)
          tellRunFolder(event, environment)
        }
        const testing = { ...{ harness, progress, signal, onEvent }, seal: sealWith(world) }
        const result = await testOrKeepFirst(request, testing)
        await onResult?.(request, result, testing)
        return result
      },
      repeat: (request, result) => {
        const again = retry && !signal.aborted ? repeatRequest(request, result) : undefined
        if (again !== undefined) progress.say(sayRepeat(result))
        return again
      },
    })
  } finally {
    watch.abort()
    progress.stop()
    termination.dispose()
  }
}

async function admit(harness: HarnessWorld, workspace: Workspace, say: (text: string) => void): Promise<number> {
  const { dockerHost } = endpointOf(workspace)
  const { jobs, reason } = admitJobs(await measureHost(harness, { capacity: workspace.config.capacity, dockerHost }))
  say(reason)
  return jobs
}

const sayRepeat = ({ recipe, runId, fault }: RunResult): string =>
  `Run ${runId} of ${recipe} could not judge (${fault?.code}): it is repeated once. Its folder stays.`

/** What runs are made with. */
export interface Testing {
  readonly harness: HarnessWorld
  readonly progress: Progress
  readonly signal: AbortSignal
  readonly onEvent: (event: RunEvent) => void
  readonly seal: Sealer
}

/** A repetition that cannot even begin says nothing new: the first result stands. One that is cancelled is cancelled. */
async function testOrKeepFirst(request: TestRequest, testing: Testing): Promise<RunResult> {
  try {
    return await testOne(request, testing)
  } catch (error) {
    if (request.repeats === undefined || testing.signal.aborted) throw error
    testing.progress.say(`Run ${request.repeats.runId} could not be repeated: ${(error as Error).message}`)
    return request.repeats
  }
}

async function testOne(request: TestRequest, testing: Testing): Promise<RunResult> {
  const { harness, signal, seal } = testing
  try {
    signal.throwIfAborted()
    const { testRecipe } = await import('@cc-ci/ci-harness')
    const onEvent = (event: RunEvent): void => {
      testing.onEvent(event)
      // What cannot be loaded is told when the result is presented.
      if (event.type === 'phase.started' && event.phase === 'converge') loadPresenter().catch(() => undefined)
    }
    return await testRecipe(request, harness, { signal, onEvent, present: presentResult, seal })
  } catch (error) {
    if (!signal.aborted) throw error
    throw new CcCiError('RUN_CANCELLED', `The run of ${request.recipe} was cancelled before anything was deployed.`, {
      hint: 'Nothing of it is left. Start it again when you like.',
      exitCode: 143,
      cause: error,
    })
  }
}
