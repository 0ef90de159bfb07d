import { hostFaultIn } from '../verdict/host-fault.js'
import type { Cause } from './failure.js'

type Rule = readonly [pattern: RegExp, cause: Cause]

const bindSourceMissing: Rule = [
  /bind source path does not exist/,
  {
    class: 'recipe',
    code: 'BIND_SOURCE_MISSING',
    hint: 'Use a volume or a config, or a host path that exists on every machine.',
  },
]

/** A task that never got a container. Swarm hides the registry's words behind "No such image". */
const rejections: readonly Rule[] = [
  [
    /No such image|manifest unknown|pull access denied|repository does not exist/i,
    {
      class: 'recipe',
      code: 'IMAGE_MISSING',
      hint: 'Check that the image and its tag exist; a pull limit or an unreachable registry looks the same to Swarm.',
    },
  ],
  bindSourceMissing,
  [
    /volume plugin|plugin .* not found/i,
    {
      class: 'recipe',
      code: 'VOLUME_PLUGIN_MISSING',
      hint: 'This host lacks the volume driver that the recipe names.',
    },
  ],
  [/invalid mount|mount path/i, { class: 'recipe', code: 'MOUNT_INVALID', hint: 'Write the mount as name:/path.' }],
]

/** A container that was made but did not start. */
const startFailures: readonly Rule[] = [
  [
    /failed to expand templated|from config store/,
    {
      class: 'recipe',
      code: 'CONFIG_TEMPLATE_FAILED',
      hint: 'A template may only name secrets and configs that its own service uses.',
    },
  ],
  [
    /address already in use|port is already allocated/,
    { class: 'infra', code: 'PORT_TAKEN', hint: 'Another process on this host holds the published port.' },
  ],
  bindSourceMissing,
  [
    /OCI runtime create failed|executable file not found|exec format error/,
    { class: 'recipe', code: 'BAD_COMMAND', hint: 'Check command and entrypoint: the image has no such program.' },
  ],
  [/network|sandbox|vxlan/i, { class: 'infra', code: 'START_FAILED', hint: 'Docker could not connect its network.' }],
]

export function causeOfRejection(error: string): Cause {
  return ofHost(error) ?? match(rejections, error) ?? { class: 'recipe', code: 'TASK_REJECTED', hint: undefined }
}

export function causeOfStartFailure(error: string): Cause {
  return ofHost(error) ?? match(startFailures, error) ?? { class: 'recipe', code: 'START_FAILED', hint: undefined }
}

export const stuckAsNew: Cause = {
  class: 'infra',
  code: 'ADDRESS_EXHAUSTED',
  hint: 'The network has no address left: give the proxy network a /16 in a maintenance window.',
}

export const resourcesShort: Cause = {
  class: 'infra',
  code: 'RESOURCES_SHORT',
  hint: 'The recipe reserves more memory or processors than this Swarm has free.',
}

/** `error` is the scheduler's "no suitable node (…)"; the host is to blame only when the recipe asks for nothing special. */
export function causeOfNoNode(error: string): Cause {
  const demands = /scheduling constraints|missing plugin|host-mode port/.test(error)
  return {
    class: demands ? 'recipe' : 'infra',
    code: 'UNSCHEDULABLE',
    hint: hintForNoNode(error),
  }
}

function hintForNoNode(error: string): string {
  if (error.includes('host-mode port')) {
    return 'Two tasks want one port of the host: another service holds it, or the update is start-first.'
  }
  if (error.includes('missing plugin')) return 'This host lacks a driver that the recipe names.'
  if (error.includes('constraints')) return 'No node satisfies the placement constraints of the recipe.'
  return 'No node of the Swarm takes tasks: see `docker node ls`.'
}

function ofHost(error: string): Cause | undefined {
  const fault = hostFaultIn(error)
  return fault && { class: 'infra', ...fault }
}

function match(rules: readonly Rule[], error: string): Cause | undefined {
  return rules.find(([pattern]) => pattern.test(error))?.[1]
}
