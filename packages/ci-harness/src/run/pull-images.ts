import { isCcCiError } from '@cc-ci/kernel'
import type { SwarmObjects } from '../ports/swarm.js'
import type { Failure } from '../verdict/failure.js'

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

/** A registry's limit, a registry that does not answer and a full disk are nobody's recipe (D-03, V-17). */
export function pullFailure(image: string, why: string): Failure {
  if (/toomanyrequests|rate limit/i.test(why)) {
    return {
      class: 'infra',
      code: 'PULL_LIMITED',
      evidence: `The registry’s pull limit was hit for ${image}: ${why}`,
      hint: 'Log the daemon in to the registry, or use a mirror.',
    }
  }
  if (/no space left/i.test(why)) {
    return {
      class: 'infra',
      code: 'DISK_FULL',
      evidence: `The disk was full while ${image} was pulled: ${why}`,
      hint: 'Free disk space and inodes on Docker’s data-root.',
    }
  }
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
