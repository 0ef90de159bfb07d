import type { Git } from '@cc-ci/kernel'
import type { HarnessWorld } from './harness-world.js'
import { overriding } from './overriding.js'

const longest = 300
const passwordInUrl = /(:\/\/)[^\s/@]+@/g

/** The same world, which first tells each git command and each program that it runs in a container, on one line. */
export function tellCommands(world: HarnessWorld, tell: (line: string) => void): HarnessWorld {
  const { git, swarm } = world
  const say = (...words: readonly string[]): void =>
    tell(cut(words.join(' ').replace(/\s+/g, ' ').replace(passwordInUrl, '$1')))
  const exec: typeof swarm.exec = (container, command, options) => {
    say('docker exec', container.slice(0, 12), ...command)
    return swarm.exec(container, command, options)
  }
  return { ...world, git: overriding(git, gitThatTells(git, say)), swarm: overriding(swarm, { exec }) }
}

/** Of git only what reaches a remote or moves a checkout: the rest merely reads. */
function gitThatTells(git: Git, say: (...words: readonly string[]) => void): Partial<Git> {
  return {
    clone(url, folder, options) {
      say('git clone', url, ...(options?.ref === undefined ? [] : [`at ${options.ref}`]))
      return git.clone(url, folder, options)
    },
    checkout(folder, ref, options) {
      say('git checkout', ...(options?.force === true ? ['--force'] : []), ref)
      return git.checkout(folder, ref, options)
    },
    fetchTags(folder, url) {
      say('git fetch --tags', url)
      return git.fetchTags(folder, url)
    },
    resolveRef(url, ref) {
      say('git ls-remote', url, ref)
      return git.resolveRef(url, ref)
    },
  }
}

const cut = (line: string): string => (line.length > longest ? `${line.slice(0, longest)}…` : line)
