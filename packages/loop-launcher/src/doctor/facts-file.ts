import { CcCiError } from '@cc-ci/kernel'
import type { Fact, HostFacts, LoopFacts, TextFile } from '../ports/host-facts.js'

const format = 'cc-ci-doctor-facts/1'

export interface FactsDocument {
  readonly format: typeof format
  readonly facts: HostFacts
}

/**
 * Facts of a host as one JSON document that can be handed on: names of variables, never values; of prompts only the lines
 * that ask for a variable, so that line numbers stay true.
 */
export function exportFacts(facts: HostFacts): FactsDocument {
  const loops = facts.loops.map((loop) => ({ ...loop, prompts: withoutProse(loop.prompts) }))
  return { format, facts: { ...facts, loops } }
}

function withoutProse(prompts: LoopFacts['prompts']): Fact<readonly TextFile[]> {
  if (!prompts.ok) return prompts
  const value = prompts.value.map(({ file, text }) => ({ file, text: text?.replaceAll(/^(?!.*\{\{).*$/gm, '') }))
  return { ok: true, value }
}

/** Reads what exportFacts gave on some host. Throws FACTS_INVALID. */
export function readFacts(text: string, file: string): HostFacts {
  const document = parse(text) as { format?: unknown; facts?: HostFacts } | undefined
  if (document?.format === format && Array.isArray(document.facts?.loops)) return document.facts
  throw new CcCiError('FACTS_INVALID', `${file} holds no facts of a host.`, {
    hint: 'Have them written on that host: cc-ci loop doctor --facts > facts.json',
    place: { file },
    exitCode: 2,
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
