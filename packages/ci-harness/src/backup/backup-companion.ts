import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import type { ExecOptions, ExecResult, Swarm } from '../ports/swarm.js'

export interface CompanionRequest {
  readonly stack: string
  /** Names as Swarm knows them: every named volume of the stack. */
  readonly volumes: readonly string[]
  /** Needs `sh`, `flock` and restic. */
  readonly image?: string
  /** Keeps the snapshots of all stacks. */
  readonly repositoryVolume?: string
}

const companionImage = 'restic/restic:0.14.0'
const repositoryVolumeName = 'cc-ci-backups'

// Docker labels a volume that a companion mounts as the stack's own; made beforehand it belongs to no stack that is torn down.
const repositoryOwner = 'cc-ci'

// As PID 1 a plain sleep would ignore SIGTERM and hold the volumes for the whole grace period.
const untilTerminated = 'trap "exit 0" TERM INT; while :; do sleep 3600 & wait $!; done'

/** Starts the one companion of a stack, in place of any that an earlier run left. */
export async function startBackupCompanion(request: CompanionRequest, swarm: Swarm): Promise<BackupCompanion> {
  const { stack, image = companionImage, repositoryVolume = repositoryVolumeName } = request
  if ((await swarm.imageId(image)) === undefined) await swarm.pull(image)
  await swarm.createVolume(repositoryVolume, repositoryOwner)
  const companion = new BackupCompanion({ stack, image, repositoryVolume, swarm })
  await companion.mount(request.volumes)
  return companion
}

interface CompanionSite {
  readonly stack: string
  readonly image: string
  readonly repositoryVolume: string
  readonly swarm: Swarm
}

/** A container of our own that sees a stack's volumes, so that images without a shell can be filled, counted and saved. */
export class BackupCompanion {
  readonly #site: CompanionSite
  readonly #volumes = new Set<string>()
  #container = ''

  constructor(site: CompanionSite) {
    this.#site = site
  }

  /** Lets the companion see these volumes too; an upgrade may bring new ones. */
  async mount(volumes: readonly string[]): Promise<void> {
    if (this.#container !== '' && volumes.every((volume) => this.#volumes.has(volume))) return
    for (const volume of volumes) this.#volumes.add(volume)
    const { stack, image, repositoryVolume, swarm } = this.#site
    const name = `${stack}-backup`
    await swarm.removeContainer(name)
    this.#container = await swarm.startCompanion({
      stack,
      name,
      image,
      command: ['sh', '-c', untilTerminated],
      volumes: [
        ...[...this.#volumes].map((volume) => ({ volume, path: folderOfVolume(volume), readOnly: false })),
        { volume: repositoryVolume, path: '/backups', readOnly: false },
      ],
    })
  }

  /** Where the companion, and every snapshot, has a volume. */
  folderOf(volume: string): string {
    if (this.#volumes.has(volume)) return folderOfVolume(volume)
    throw new CcCiError(
      'BACKUP_VOLUME_UNSEEN',
      `The backup companion of ${this.#site.stack} does not mount ${volume}.`,
      {
        hint: 'Call mount() with every volume of the version that runs now.',
      },
    )
  }

  /** Runs a program beside the volumes; throws BACKUP_COMPANION_GONE when the companion is no more. */
  async exec(command: readonly string[], options: ExecOptions = {}): Promise<ExecResult> {
    const { stack, swarm } = this.#site
    try {
      return await swarm.exec(this.#container, command, options)
    } catch (error) {
      if (!isCcCiError(error) || error.code !== 'CONTAINER_GONE') throw error
      throw new CcCiError(
        'BACKUP_COMPANION_GONE',
        `${stack}: the container that reads and saves its volumes is gone.`,
        {
          hint: 'Something outside the run removed or killed it; look at the memory and the clean-up jobs of this host.',
          cause: error,
        },
      )
    }
  }
}

/** The layout of backup-bot-two's archives, recipe-format §9. */
function folderOfVolume(name: string): string {
  return `/var/lib/docker/volumes/${name}/_data`
}
