import type { Git, LeaseStore } from '@cc-ci/kernel'
import type { AbraBehaviour } from '../abra/guesses.js'
import type { AppSite, Engine } from '../ports/engine.js'
import type { Swarm } from '../ports/swarm.js'
import type { AbraCommand } from './abra-command.js'
import type { AbraFolder } from './abra-folder.js'

/** All that the parts of one app under abra work with. */
export interface AbraSite extends AppSite {
  /** What abra calls the Docker it runs beside. */
  readonly server: string
  readonly abraDir: AbraFolder
  readonly command: AbraCommand
  readonly git: Git
  readonly leases: LeaseStore
  readonly swarm: Pick<Swarm, 'services' | 'secretNames'>
  readonly docker: Pick<Engine, 'undeploy'>
  readonly seen: (what: AbraBehaviour, value: string) => void
}

const minute = 60_000

/** No call to abra is without a limit; milliseconds. */
export const abraLimits = {
  short: minute,
  lint: minute,
  deploy: 2 * minute,
  /** For an abra that cannot be told not to wait. */
  deployAndWait: 15 * minute,
  backup: 15 * minute,
} as const

/** Nothing is asked, and no origin is fetched from, which may be private. */
export const offline = { noInput: true, offline: true } as const
export const offlineChaos = { ...offline, chaos: true } as const
