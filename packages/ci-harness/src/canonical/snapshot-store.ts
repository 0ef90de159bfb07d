import type { KeptApp } from '@cc-ci/contracts/sweep-state'
import { CcCiError } from '@cc-ci/kernel'
import { parseJson } from '../ledger/parse-json.js'
import type { ExecOptions, Swarm } from '../ports/swarm.js'
import {
  archive,
  folderOfVolume,
  forgetHeld,
  readHeld,
  readVault,
  settle,
  snapshotsFolder,
  unpack,
} from './snapshot-scripts.js'

/** Belongs to no stack, so that no teardown removes it. */
const storeVolume = 'cc-ci-canonicals'
const storeOwner = 'cc-ci'

// As PID 1 a plain sleep would ignore SIGTERM.
const untilTerminated = 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done'

/** What the volumes alone cannot bring back. */
export interface Vault {
  /** Text of the app’s env file. */
  readonly env: string
  /** Swarm’s name of each secret → its value, where it is known: what an install step inserted is not. */
  readonly secrets: Readonly<Record<string, string>>
}

export interface SnapshotSite {
  readonly stack: string
  /** Swarm’s names of the volumes to save or to fill. */
  readonly volumes: readonly string[]
  /** Needs `sh`, `tar` and `sha256sum`. */
  readonly image: string
}

/**
 * The one snapshot of a stack: a raw archive for each volume, each under the hash of its content, in a Docker volume of
 * this node. Only for stacks of which nothing runs, and under the lease of their domain.
 */
export class SnapshotStore {
  readonly #stack: string
  readonly #container: string
  readonly #swarm: Swarm

  private constructor(stack: string, container: string, swarm: Swarm) {
    this.#stack = stack
    this.#container = container
    this.#swarm = swarm
  }

  /** Throws CANONICAL_DEPLOYED while anything of the stack runs: what is being written cannot be saved or replaced. */
  static async open({ stack, volumes, image }: SnapshotSite, swarm: Swarm): Promise<SnapshotStore> {
    const name = `${stack}-snapshot`
    await swarm.removeContainer(name)
    const { services, containers } = await swarm.belongings(stack)
    if (services.length + containers.length > 0) {
      throw new CcCiError('CANONICAL_DEPLOYED', `The stack ${stack} still runs, so its volumes were not touched.`, {
        hint: `Look what keeps it: docker stack ps ${stack}.`,
      })
    }
    if ((await swarm.imageId(image)) === undefined) await swarm.pull(image)
    await swarm.createVolume(storeVolume, storeOwner)
    const container = await swarm.startCompanion({
      ...{ stack, name, image, command: ['sh', '-c', untilTerminated] },
      volumes: [
        ...volumes.map((volume) => ({ volume, path: folderOfVolume(volume), readOnly: false })),
        { volume: storeVolume, path: snapshotsFolder, readOnly: false },
      ],
    })
    return new SnapshotStore(stack, container, swarm)
  }

  close(): Promise<void> {
    return this.#swarm.removeContainer(this.#container)
  }

  /** The key of the snapshot that the volumes hold untouched; undefined when nobody knows what is in them. */
  async held(): Promise<string | undefined> {
    return (await this.#run(readHeld, [])) || undefined
  }

  /** To be called before anything may write into the volumes. */
  async forgetHeld(): Promise<void> {
    await this.#run(forgetHeld, [])
  }

  /** The snapshot before stays whole beside this one until `settle`. */
  async archive(volumes: readonly string[], vault: Vault): Promise<Pick<KeptApp, 'vault' | 'volumes'>> {
    const [vaultHash = '', ...hashes] = (await this.#run(archive, volumes, { input: JSON.stringify(vault) })).split(
      '\n',
    )
    return { vault: vaultHash, volumes: Object.fromEntries(volumes.map((volume, at) => [volume, hashes[at] ?? ''])) }
  }

  /** Called when the snapshot is on record: it is what the volumes hold, and the only one. */
  async settle({ key, vault, volumes }: KeptApp): Promise<void> {
    await this.#run(settle, [key, vault, ...Object.values(volumes)])
  }

  /** Throws CANONICAL_UNUSABLE; unless every archive is whole, nothing is cleared. */
  async unpack({ key, volumes }: KeptApp): Promise<void> {
    await this.#run(unpack, [key, ...Object.entries(volumes).flatMap(([volume, hash]) => [hash, volume])])
  }

  /** Throws CANONICAL_UNUSABLE. */
  async vault({ vault }: KeptApp): Promise<Vault> {
    return parseJson(await this.#run(readVault, [vault])) as Vault
  }

  async #run(script: string, args: readonly string[], options: ExecOptions = {}): Promise<string> {
    const command = ['sh', '-c', script, 'sh', this.#stack, ...args]
    const { exitCode, stdout, stderr } = await this.#swarm.exec(this.#container, command, options)
    if (exitCode === 0) return stdout.trim()
    const why = stderr.trim().split('\n').at(-1)
    throw new CcCiError('CANONICAL_UNUSABLE', `The snapshot of ${this.#stack} cannot be used: ${why}.`, {
      hint: 'The next sweep that finds a newer release green keeps a new one; remove canonical.<recipe>.json to have it at once.',
    })
  }
}
