import { isCcCiError } from '@cc-ci/kernel'
import type { ExecResult, Swarm } from '../ports/swarm.js'
import type { Failure } from '../verdict/failure.js'
import { type BackupWorld, waitForContainer } from './running-container.js'

/** What hooks need: also to see whether a service is meant to have a container at all. */
export interface HookWorld extends BackupWorld {
  readonly swarm: BackupWorld['swarm'] & Pick<Swarm, 'services'>
}

export interface Hook {
  readonly service: string
  /** The label it comes from. */
  readonly label: string
  readonly command: string
}

const containerBudgetMs = 60_000
const hookBudgetMs = 900_000
const shownLines = 40

/** Runs hooks one after another, each in its service's container of this moment; gives back the first failure. */
export async function runHooks(stack: string, hooks: readonly Hook[], world: HookWorld): Promise<Failure | undefined> {
  for (const hook of hooks) {
    const failure = await runHook(stack, hook, world)
    if (failure !== undefined) return failure
  }
  return undefined
}

async function runHook(stack: string, hook: Hook, world: HookWorld): Promise<Failure | undefined> {
  const nobody = await findNobodyToRun(stack, hook, world)
  if (nobody !== undefined) return nobody
  const container = await waitForContainer({ stack, service: hook.service, budgetMs: containerBudgetMs }, world)
  if (container === undefined) {
    const evidence = `${hook.service}: no container ran within ${containerBudgetMs / 1000} s for its ${hook.label}`
    return { class: 'app', code: 'HOOK_CONTAINER_MISSING', service: hook.service, evidence, logs: [] }
  }
  try {
    const result = await world.swarm.exec(container, ['sh', '-c', hook.command], { timeoutMs: hookBudgetMs })
    if (result.exitCode === 0) return undefined
    const lost = result.exitCode === killed && (await endsSoon(container, world))
    return hookFailed(hook, lost ? endings.CONTAINER_GONE : `ended with exit code ${result.exitCode}`, linesOf(result))
  } catch (error) {
    if (!isCcCiError(error) || !isEnding(error.code)) throw error
    return hookFailed(hook, endings[error.code], await world.swarm.logs(container, shownLines).catch(() => []))
  }
}

/** A service that asks for no task will never have a container: there is nothing to wait for. */
async function findNobodyToRun(stack: string, hook: Hook, { swarm }: HookWorld): Promise<Failure | undefined> {
  const services = await swarm.services(stack)
  if (services.find(({ name }) => name === `${stack}_${hook.service}`)?.desired !== 0) return undefined
  return {
    class: 'recipe',
    code: 'HOOK_CONTAINER_MISSING',
    service: hook.service,
    evidence: `${hook.service} asks for no task (replicas: 0): nobody can run its ${hook.label}: ${hook.command}`,
    logs: [],
    hint: `Move the label to a service that runs, or give ${hook.service} a replica.`,
  }
}

/** By SIGKILL: of the hook alone, or of its whole container. */
const killed = 137

/** Docker tells of the end of a program before it tells of the end of the container that the same kill ended. */
async function endsSoon(container: string, { swarm, clock }: BackupWorld): Promise<boolean> {
  for (let look = 0; look < 20; look += 1) {
    const details = await swarm.inspectContainer(container)
    if (details === undefined || !details.running) return true
    await clock.sleep(100)
  }
  return false
}

/** B-02: what such a hook has done is unknown, so it is neither repeated nor taken for done. */
const endings = {
  CONTAINER_GONE: 'lost its container while it ran',
  EXEC_TIMED_OUT: `did not end within ${hookBudgetMs / 1000} s`,
} as const

const isEnding = (code: string): code is keyof typeof endings => Object.hasOwn(endings, code)

function hookFailed(hook: Hook, what: string, logs: readonly string[]): Failure {
  return {
    class: 'recipe',
    code: 'HOOK_FAILED',
    service: hook.service,
    evidence: `${hook.service}: its ${hook.label} ${what}: ${hook.command}`,
    logs,
    hint: `Run it in a container of ${hook.service}, and correct the label under deploy.labels or the script it calls.`,
  }
}

function linesOf({ stdout, stderr }: ExecResult): string[] {
  return `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-shownLines)
}
