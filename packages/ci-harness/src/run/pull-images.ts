import { isCcCiError } from '@cc-ci/kernel'
import type { SwarmObjects } from '../ports/swarm.js'
import type { Failure } from '../verdict/failure.js'
import { type HostFault, hostFaultIn } from '../verdict/host-fault.js'

type ImageSource = Pick<SwarmObjects, 'pull' | 'imageId'>

export interface PulledImages {
  readonly failure: Failure | undefined
  /** Images that no registry gave but this host has under that very name. */
  readonly localOnly: readonly string[]
}

/** Pulls every image before the deploy, so that no pull counts against convergence (D-06). */
export async function pullImages(
  images: readonly string[],
  swarm: ImageSource,
  signal: AbortSignal,
): Promise<PulledImages> {
  const outcomes = await Promise.all(images.map((image) => pullOne(image, swarm, signal)))
  return {
    failure: outcomes.find((outcome) => typeof outcome === 'object'),
    localOnly: images.filter((_, index) => outcomes[index] === 'local'),
  }
}

async function pullOne(image: string, swarm: ImageSource, signal: AbortSignal): Promise<'pulled' | 'local' | Failure> {
  try {
    await swarm.pull(image, signal)
    return 'pulled'
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'IMAGE_PULL_FAILED') throw error
    if ((await swarm.imageId(image)) !== undefined) return 'local'
    return pullFailure(image, error.message.replace(`The image ${image} could not be pulled: `, ''))
  }
}

const unreachable =
  /dial tcp|no such host|connection refused|network is unreachable|i\/o timeout|TLS handshake|context deadline|EOF$/i

const pullFaults: Readonly<Record<HostFault['code'], (image: string) => string>> = {
  PULL_LIMITED: (image) => `The registry’s pull limit was hit for ${image}`,
  DISK_FULL: (image) => `The disk was full while ${image} was pulled`,
  ADDRESS_EXHAUSTED: (image) => `No network address was left to pull ${image}`,
  CLOCK_WRONG: (image) => `This host and the registry of ${image} differ about the time`,
}

/** A registry's limit, a registry that does not answer, a full disk and a wrong clock are nobody's recipe (D-03, V-17). */
export function pullFailure(image: string, why: string): Failure {
  const fault = hostFaultIn(why)
  if (fault !== undefined) return { class: 'infra', ...fault, evidence: `${pullFaults[fault.code](image)}: ${why}` }
  if (unreachable.test(why)) {
    return {
      class: 'infra',
      code: 'REGISTRY_UNREACHABLE',
      evidence: `The registry of ${image} cannot be reached, so nobody knows whether the image exists: ${why}`,
      hint: 'Check this host’s network and name server, or give the daemon a mirror.',
    }
  }
  return {
    class: 'recipe',
    code: 'IMAGE_PULL_FAILED',
    evidence: `The image ${image} cannot be pulled: ${why}`,
    hint: 'Check the image’s name and tag; upstream may have deleted it.',
  }
}
