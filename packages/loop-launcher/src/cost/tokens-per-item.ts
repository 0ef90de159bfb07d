import { addTokens, type ModelResponse, noTokens, type TokenCount } from '@cc-ci/contracts/agent-client'
import type { Gate } from './read-gates.js'

export interface ItemTokens {
  readonly phase: string
  readonly item: string
  /** Up to a claim: spent on building it. */
  readonly claiming: TokenCount
  /** Up to a review: spent on proving it. */
  readonly reviewing: TokenCount
}

export interface ItemCosts {
  /** In the order in which the items were first handed over. */
  readonly items: readonly ItemTokens[]
  /** After the last gate, so for an item that nobody has handed over yet. */
  readonly open: TokenCount
  /** Of answers without a time, which belong to no item. */
  readonly untimed: TokenCount
}

/**
 * Gives each answer to the first gate that comes after it (an answer at the very second of a gate is still before it).
 * `gates` in the order of time, as readGates gives them. This goes by time alone: what two loops do at the same moment
 * counts for the item that is handed over next.
 */
export function tokensPerItem(responses: readonly ModelResponse[], gates: readonly Gate[]): ItemCosts {
  const items = new Map<string, ItemTokens>()
  for (const { phase, item } of gates)
    items.set(`${phase}/${item}`, { phase, item, claiming: noTokens, reviewing: noTokens })
  let [open, untimed] = [noTokens, noTokens]
  for (const { at, tokens } of responses) {
    const gate = at === undefined ? undefined : firstGateFrom(gates, at)
    const entry = gate && items.get(`${gate.phase}/${gate.item}`)
    if (at === undefined) untimed = addTokens(untimed, tokens)
    else if (gate === undefined || entry === undefined) open = addTokens(open, tokens)
    else items.set(`${gate.phase}/${gate.item}`, withTokens(entry, gate.kind, tokens))
  }
  return { items: [...items.values()], open, untimed }
}

function withTokens(entry: ItemTokens, kind: Gate['kind'], tokens: TokenCount): ItemTokens {
  return kind === 'claim'
    ? { ...entry, claiming: addTokens(entry.claiming, tokens) }
    : { ...entry, reviewing: addTokens(entry.reviewing, tokens) }
}

/** By halving: a loop of some days has tens of thousands of answers. */
function firstGateFrom(gates: readonly Gate[], at: number): Gate | undefined {
  let [low, high] = [0, gates.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((gates[middle]?.at ?? 0) < at) low = middle + 1
    else high = middle
  }
  return gates[low]
}
