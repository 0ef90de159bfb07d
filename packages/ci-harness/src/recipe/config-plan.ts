import { type ComposeDocument, swarmNameOf } from './compose-document.js'

/** One Swarm config that a deploy makes from a file, or expects to find. */
export interface ConfigPlan {
  /** The config's key in the compose file. */
  readonly name: string
  readonly swarmName: string
  readonly external: boolean
  /** As `docker stack config` prints it; undefined for an external one. */
  readonly file: string | undefined
  readonly templateDriver: string | undefined
  readonly usedBy: readonly string[]
}

export function planConfigs(doc: ComposeDocument, stack: string): ConfigPlan[] {
  return doc.configs.map((config) => {
    const users = doc.services.filter(({ configs }) => configs.some(({ source }) => source === config.key))
    return {
      name: config.key,
      swarmName: swarmNameOf(config, stack),
      external: config.external,
      file: config.file,
      templateDriver: config.templateDriver,
      usedBy: users.map((service) => service.name),
    }
  })
}

/** A config together with the text of its file in one version of the recipe. */
export interface ConfigContent extends Pick<ConfigPlan, 'name' | 'swarmName' | 'templateDriver'> {
  readonly text: string
}

/**
 * the head's configs that changed while their Swarm name did not. Swarm refuses those with "only updates to
 * Labels are allowed", after other configs were already made.
 */
export function configsChangedWithoutBump(
  base: readonly ConfigContent[],
  head: readonly ConfigContent[],
): ConfigContent[] {
  return head.filter((config) => {
    const before = base.find(({ swarmName }) => swarmName === config.swarmName)
    if (before === undefined) return false
    return before.text !== config.text || before.templateDriver !== config.templateDriver
  })
}
