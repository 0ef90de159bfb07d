import { join } from 'node:path'
import type { Git, LeaseStore, ProcessRunner } from '@cc-ci/kernel'
import { type AbraBehaviour, behaviourGuesses } from '../abra/guesses.js'
import { unconfirmedFlags } from '../abra/help-flags.js'
import type { AppEngine, AppFiles, AppSite, ComposeAnswer, Engine } from '../ports/engine.js'
import type { Swarm } from '../ports/swarm.js'
import { AbraApp } from './abra-app.js'
import { AbraCommand } from './abra-command.js'
import { AbraFolder, removeEnvFilesOf } from './abra-folder.js'

export interface AbraEngineOptions {
  readonly processes: ProcessRunner
  readonly git: Git
  readonly leases: LeaseStore
  /** abra is judged by what Docker says, not by what it prints. */
  readonly swarm: Pick<Swarm, 'services' | 'secretNames'>
  /** Environment that abra itself needs: PATH, HOME, DOCKER_HOST and the like. */
  readonly clientEnv: Readonly<Record<string, string>>
  /** The operator's own ABRA_DIR. */
  readonly sharedDir?: string | undefined
  /** Reads compose files, and removes stacks that no abra knows any more. */
  readonly docker: Pick<Engine, 'composeConfig' | 'undeploy'>
}

/** What abra calls the Docker it runs beside. */
const server = 'default'

/** Deploys with the program abra (recipe-format §13, §14). */
export class AbraEngine implements Engine {
  readonly kind = 'abra'
  readonly #options: AbraEngineOptions
  readonly #command: AbraCommand
  readonly #seen = new Map<AbraBehaviour, string>()
  #version: Promise<string> | undefined

  constructor(options: AbraEngineOptions) {
    this.#options = options
    this.#command = new AbraCommand(options)
  }

  /** Also what was believed of this abra and found otherwise, and what was seen of it. */
  async version(): Promise<string> {
    this.#version ??= this.#command.version()
    const unconfirmed = unconfirmedFlags(this.#command.helps)
    return [
      `abra ${await this.#version}`,
      ...(unconfirmed.length > 0 ? [`not in its help: ${unconfirmed.join(', ')}`] : []),
      ...[...this.#seen].map(([what, value]) => {
        const { believed } = behaviourGuesses[what]
        return value === believed ? `${what}: ${value}` : `${what}: ${value} (believed: ${believed})`
      }),
    ].join('; ')
  }

  composeConfig(app: AppFiles): Promise<ComposeAnswer> {
    return this.#options.docker.composeConfig(app)
  }

  /** Of a run that died, the env file may still lie among the operator's. */
  async undeploy(stack: string): Promise<void> {
    const { docker, sharedDir } = this.#options
    await docker.undeploy(stack)
    if (sharedDir !== undefined) await removeEnvFilesOf(stack, join(sharedDir, 'servers', server))
  }

  async open(site: AppSite): Promise<AppEngine> {
    const abraDir = new AbraFolder({ path: site.folder, sharedDir: this.#options.sharedDir, server })
    await abraDir.make()
    return new AbraApp({
      ...this.#options,
      ...site,
      server,
      abraDir,
      command: this.#command,
      seen: (what, value) => void this.#seen.set(what, value),
    })
  }
}
