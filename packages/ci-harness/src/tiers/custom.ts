import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isCcCiError, type ProcessResult } from '@cc-ci/kernel'
import type { CustomTest } from '../run/discover-tests.js'
import type { RunContext } from '../run/run-context.js'
import { runTier, type TierScope } from '../run/tier-scope.js'
import { checkStillRunning, observeFrom } from './check-still-running.js'

const testLimitMs = 300_000
const skipped = 77

/** Runs the recipe's own tests against the one deployment: exit 0 passes, 77 skips, anything else fails. */
export function runCustomTier(context: RunContext, tests: readonly CustomTest[]): Promise<boolean> {
  return runTier(context, 'custom', async (scope) => {
    const env = await prepareTestEnv(context)
    const before = await observeFrom(context)
    for (const test of tests) await runShellTest(context, scope, test, env)
    await checkStillRunning(context, scope, { from: before, prove: false })
  })
}

async function runShellTest(
  context: RunContext,
  scope: TierScope,
  test: CustomTest,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const { world, signal, mask } = context
  const begun = world.clock.monotonic()
  const outcome = await runToEnd(() =>
    world.processes.run('sh', [test.file], {
      cleanEnv: true,
      env,
      timeoutMs: testLimitMs,
      signal,
      cwd: context.folder.path,
    }),
  )
  signal.throwIfAborted()
  const seconds = Math.round((world.clock.monotonic() - begun) / 10) / 100
  const said = mask.mask(`${outcome.stdout}\n${outcome.stderr}`.trim()).split('\n').slice(-40)
  const status = outcome.exitCode === 0 ? 'pass' : outcome.exitCode === skipped ? 'skip' : 'fail'
  const message = status === 'pass' ? null : said.join('\n') || `exit code ${outcome.exitCode} without a word`
  scope.add(
    { name: test.name, origin: test.origin, status, seconds, message },
    status === 'fail'
      ? {
          class: 'app',
          code: 'CUSTOM_TEST_FAILED',
          evidence: `${test.name}: ${said.at(-1) || `exit code ${outcome.exitCode}`}`,
          logs: said,
        }
      : undefined,
  )
}

/** A test that was stopped at its time limit failed; it is not our failure to judge. */
async function runToEnd(run: () => Promise<ProcessResult>): Promise<ProcessResult> {
  try {
    return await run()
  } catch (error) {
    if (!isCcCiError(error)) throw error
    return { exitCode: 124, stdout: '', stderr: error.message }
  }
}

/** The facts a test gets, by environment only: this contract is documented in docs/custom-tests.md. */
async function prepareTestEnv({ folder, plan, request }: RunContext): Promise<Readonly<Record<string, string>>> {
  const tools = join(folder.path, 'test-tools')
  await mkdir(tools, { recursive: true })
  await writeFile(join(tools, '.curlrc'), curlSettings(plan.domain, request.proxy))
  const shell = join(tools, 'cc-ci.sh')
  await writeFile(shell, shellFunctions)
  await chmod(shell, 0o644)
  const facts = {
    APP_DOMAIN: plan.domain,
    BASE_URL: `https://${plan.domain}`,
    STACK: plan.stack,
    RECIPE: plan.recipe,
    REF: plan.head,
    TIER: 'custom',
  }
  const named = Object.entries(facts).flatMap(([key, value]) => [
    [`CC_CI_${key}`, value],
    [`CCCI_${key}`, value],
  ])
  return { ...request.testEnv, ...Object.fromEntries(named), CC_CI_SHELL: shell, CURL_HOME: tools }
}

/** With these, a plain `curl "$CC_CI_BASE_URL"` reaches the app through the proxy and verifies its certificate. */
function curlSettings(domain: string, proxy: RunContext['request']['proxy']): string {
  if (proxy === undefined) return 'silent\nshow-error\n'
  const ca = proxy.caFile === undefined ? '' : `cacert = "${proxy.caFile}"\n`
  return `silent\nshow-error\nconnect-to = "${domain}:443:${proxy.address}"\n${ca}`
}

const shellFunctions = `# Sourced by custom tests: . "$CC_CI_SHELL"
# cc_ci_exec <service> <command…> runs a command in the running container of a service and keeps its exit code.
cc_ci_exec() {
  _service=$1
  shift
  _container=$(docker ps -q --filter "label=com.docker.swarm.service.name=\${CC_CI_STACK}_$_service" --filter status=running | head -n 1)
  if [ -z "$_container" ]; then
    echo "no running container of $_service" >&2
    return 125
  fi
  docker exec -i "$_container" "$@"
}
`
