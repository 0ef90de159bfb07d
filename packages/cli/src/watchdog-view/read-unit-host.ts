import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { isCcCiError, type ProcessResult } from '@cc-ci/kernel'
import type { World } from '../world.js'

/** Whether units of a user can run here; null where that cannot be found out. */
export interface UnitHost {
  readonly user: string
  /** A service manager of this user answers. */
  readonly manager: boolean | null
  /** It runs from the boot on, and goes on after a logout. */
  readonly linger: boolean | null
  /** XDG_RUNTIME_DIR is set and there: without it systemctl finds no manager. */
  readonly runtimeFolder: boolean
  /** Commands that mend what is missing. */
  readonly remedies: readonly string[]
  /** What no command mends, or cannot be found out. */
  readonly remarks: readonly string[]
}

export async function readUnitHost(world: World): Promise<UnitHost> {
  const { username: user, uid } = userInfo()
  const runtime = world.environment.XDG_RUNTIME_DIR ?? ''
  const runtimeFolder = runtime !== '' && existsSync(runtime)
  const linger = await askLinger(user, world)
  const manager = await askManager(world)
  return {
    ...{ user, manager, linger, runtimeFolder },
    remedies: [
      ...(linger === true ? [] : [`loginctl enable-linger ${user}`]),
      ...(runtimeFolder ? [] : [`export XDG_RUNTIME_DIR=/run/user/${uid}`]),
    ],
    remarks: [
      ...(linger === null
        ? ['Whether this user lingers after a logout cannot be found out; without it a logout ends the loops.']
        : []),
      ...(linger === false
        ? ['This user does not linger: a logout ends the watchdog and the loops, and no boot starts them.']
        : []),
      ...(manager === true ? [] : ['No service manager of this user answers here; the units run where one does.']),
    ],
  }
}

async function askLinger(user: string, world: World): Promise<boolean | null> {
  const answer = await ask(world, 'loginctl', ['show-user', user, '--property=Linger'])
  if (answer === undefined) return null
  // Of a user without a session that does not linger, loginctl knows nothing at all.
  if (/not logged in or lingering/.test(answer.stderr)) return false
  const [, linger] = /^Linger=(yes|no)$/m.exec(answer.stdout) ?? []
  return linger === undefined ? null : linger === 'yes'
}

async function askManager(world: World): Promise<boolean | null> {
  const answer = await ask(world, 'systemctl', ['--user', 'show', '--property=Version'])
  return answer === undefined ? null : /^Version=/m.test(answer.stdout)
}

/** Undefined where the program is missing or does not answer in time. */
async function ask({ processes }: World, program: string, args: readonly string[]): Promise<ProcessResult | undefined> {
  try {
    return await processes.run(program, args, { timeoutMs: 10_000, env: { LC_ALL: 'C' } })
  } catch (error) {
    if (isCcCiError(error)) return undefined
    throw error
  }
}
