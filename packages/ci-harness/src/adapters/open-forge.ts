import type { Forge, ForgeKind } from '../ports/forge.js'
import { type ForgeOptions, GiteaForge } from './gitea-forge.js'
import { GitHubForge } from './github-forge.js'

/** The client for a forge of a kind. Nothing is asked yet. */
export function openForge(kind: ForgeKind, options: ForgeOptions): Forge {
  return kind === 'github' ? new GitHubForge(options) : new GiteaForge(options)
}
