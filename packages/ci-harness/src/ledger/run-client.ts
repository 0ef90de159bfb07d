import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import { waitForContainer } from '../backup/running-container.js'
import type { ExecResult } from '../ports/swarm.js'
import type { FoundDatabase, StoreWorld } from './store.js'

/** A database's own client, run in its own container. */
export interface ClientRun {
  readonly found: FoundDatabase
  /** A shell script that ends with `notAccepting` while the server takes no connections. It may run twice. */
  readonly client: string
  /** For standard input. */
  readonly input: string
  readonly env?: Readonly<Record<string, string>>
}

/** EX_TEMPFAIL of sysexits.h. */
export const notAccepting = 75

/**
 * Shell function for clients: prints the first variable of the given names that is set, or the file that `<NAME>_FILE`
 * points to. So passwords are read inside the container, and are in nobody's arguments.
 */
export const readSetting = `
read_setting() {
  for name; do
    eval "value=\\\${$name:-} file=\\\${\${name}_FILE:-}"
    if [ -n "$file" ]; then cat "$file"; return; fi
    if [ -n "$value" ]; then printf %s "$value"; return; fi
  done
}
`

const acceptBudgetMs = 60_000
const clientBudgetMs = 30_000
const pollMs = 250

/** What the client prints; throws STORE_UNREACHABLE after a minute without a connection, STORE_CLIENT_FAILED otherwise. */
export async function runClient(run: ClientRun, world: StoreWorld): Promise<string> {
  const { name } = run.found
  const deadline = world.clock.monotonic() + acceptBudgetMs
  for (;;) {
    const result = await execClient(run, world)
    if (typeof result !== 'string' && result.exitCode === 0) return result.stdout
    if (typeof result !== 'string' && result.exitCode !== notAccepting) {
      throw clientFailed(name, `ended with exit code ${result.exitCode}: ${wordsOf(result) || 'no output'}`)
    }
    if (world.clock.monotonic() >= deadline) throw unreachable(name, result)
    await world.clock.sleep(pollMs)
  }
}

/** `what` continues the sentence "its client …". */
export function clientFailed(store: string, what: string): CcCiError {
  return new CcCiError('STORE_CLIENT_FAILED', `${store}: its client ${what}`, {
    hint: 'What the store holds is unknown; check the user, password and database in the environment of the service.',
  })
}

/** A text says why there is no result yet. */
async function execClient({ found, client, input, env }: ClientRun, world: StoreWorld): Promise<ExecResult | string> {
  const service = found.service.name
  const container = await waitForContainer({ stack: world.stack, service, budgetMs: 0 }, world)
  if (container === undefined) return `no container of ${service} runs`
  try {
    const options = { input, timeoutMs: clientBudgetMs, ...(env !== undefined && { env }) }
    return await world.swarm.exec(container, ['sh', '-c', client], options)
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'CONTAINER_GONE') throw error
    return error.message
  }
}

function unreachable(store: string, last: ExecResult | string): CcCiError {
  const words = typeof last === 'string' ? last : wordsOf(last) || 'no answer'
  return new CcCiError('STORE_UNREACHABLE', `${store}: takes no connections for ${acceptBudgetMs / 1000} s: ${words}`, {
    hint: 'Look at the logs of the service; what the store holds is unknown.',
  })
}

function wordsOf({ stdout, stderr }: ExecResult): string {
  return stderr.trim() || stdout.trim()
}
