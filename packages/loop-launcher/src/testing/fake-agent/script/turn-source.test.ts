import { expect, it } from 'vitest'
import { parseScript } from './parse-script.js'
import { TurnSource } from './turn-source.js'

function kinds(script: string, prompts: readonly string[]) {
  const source = new TurnSource(parseScript(script, 's.yaml').turns)
  return prompts.map((prompt) => source.stepsFor(prompt).map(({ kind }) => kind))
}

it('each prompt gets the next turn, and the last one is repeated', () => {
  expect(kinds('- tool 1s\n- error 529', ['a', 'b', 'c'])).toEqual([['tool'], ['error'], ['error']])
})

it('a turn for prompts that match is always there for them, and uses up none of the others', () => {
  const script = '- when: review\n  do: hang spinner\n- tool 1s\n- turn ok'
  expect(kinds(script, ['review 1', 'a', 'review 2', 'b'])).toEqual([
    ['hang spinner'],
    ['tool'],
    ['hang spinner'],
    ['answer'],
  ])
})

it('without turns every prompt is answered', () => {
  expect(kinds('[]', ['a'])).toEqual([['answer']])
})
