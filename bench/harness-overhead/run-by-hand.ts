import { join } from 'node:path'
import { $ } from 'zx'
import { type Bed, root } from '../bed.js'
import type { Phase } from './waterfall.js'

const image = 'restic/restic:0.14.0'
const volume = `cc-ci-bench-backups-${process.pid}`

/** The harness keeps its backup repository from run to run, so the script is given one that exists already, too. */
export async function withRepository(bed: Bed, work: (volume: string) => Promise<void>): Promise<void> {
  const docker = $({ env: { ...process.env, DOCKER_HOST: bed.dockerHost }, quiet: true })
  const initialise =
    'umask 077; head -c 32 /dev/urandom | od -An -v -tx1 | tr -d " \\n" >/backups/password; ' +
    'restic --repo /backups/repository --password-file /backups/password --no-cache init'
  await docker`docker volume create ${volume}`
  try {
    await docker`docker run --rm --network none -v ${volume}:/backups --entrypoint sh ${image} -c ${initialise}`
    await work(volume)
  } finally {
    await docker`docker volume rm ${volume}`
  }
}

export interface ByHandRun {
  readonly seconds: number
  readonly phases: readonly Phase[]
}

/** Runs the hand-written script; throws with its words when a fact did not hold. */
export async function runByHand(recipe: string, repository: string, bed: Bed): Promise<ByHandRun> {
  const env = {
    ...process.env,
    DOCKER_HOST: bed.dockerHost,
    PROXY_ADDRESS: bed.proxy.address,
    PROXY_CA_FILE: bed.proxy.caFile,
    RECIPE_URL: join(root, '.testbed/recipes', recipe),
    BACKUP_VOLUME: repository,
    BACKUP_IMAGE: image,
  }
  const started = performance.now()
  const { stdout } = await $({ env, quiet: true })`${join(import.meta.dirname, 'by-hand.sh')} ${recipe}`
  return { seconds: (performance.now() - started) / 1000, phases: stdout.trimEnd().split('\n').map(readPhase) }
}

function readPhase(line: string): Phase {
  const [name = '', start, seconds] = line.split('\t')
  return { name, start: Number(start), seconds: Number(seconds) }
}
