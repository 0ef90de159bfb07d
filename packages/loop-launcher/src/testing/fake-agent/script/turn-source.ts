import type { ScriptedTurn } from './parse-script.js'
import type { Step } from './steps.js'

const plainTurn: readonly Step[] = [{ kind: 'answer', text: 'ok' }]

/** Hands out the steps for each prompt: those whose `when` matches, else the next turn of the list, the last for ever. */
export class TurnSource {
  readonly #inOrder: readonly ScriptedTurn[]
  readonly #matching: readonly ScriptedTurn[]
  #next = 0

  constructor(turns: readonly ScriptedTurn[]) {
    this.#inOrder = turns.filter(({ when }) => when === undefined)
    this.#matching = turns.filter(({ when }) => when !== undefined)
  }

  stepsFor(prompt: string): readonly Step[] {
    const matching = this.#matching.find(({ when }) => when?.test(prompt))
    if (matching !== undefined) return matching.steps
    const turn = this.#inOrder[Math.min(this.#next, this.#inOrder.length - 1)]
    this.#next += 1
    return turn?.steps ?? plainTurn
  }
}
