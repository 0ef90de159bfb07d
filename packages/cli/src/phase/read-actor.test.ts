import { loopSettingsSchema } from '@cc-ci/contracts/loop-settings'
import { expect, it } from 'vitest'
import { readActor } from './read-actor.js'

const loops = [
  loopSettingsSchema.parse({ name: 'ben', role: 'builder', prompts: ['p.md'], folder: 'ben' }),
  loopSettingsSchema.parse({ name: 'eva', role: 'adversary', prompts: ['p.md'], folder: 'eva' }),
]

it.each<[string, string | undefined, string | undefined]>([
  ['its environment', undefined, 'eva'],
  ['a flag', 'eva', undefined],
  ['a flag where the variable is empty', 'eva', ''],
  ['both', 'eva', 'eva'],
])('a loop is named by %s', (_, flag, variable) => {
  expect(readActor(flag, { CC_CI_LOOP: variable }, loops)).toMatchObject({ name: 'eva', role: 'adversary' })
})

it.each<[string, string | undefined, string | undefined, string]>([
  ['nobody names one', undefined, undefined, 'LOOP_UNNAMED'],
  ['the name is none', 'evaa', undefined, 'LOOP_UNKNOWN'],
  ['C-10: a loop would speak as another', 'eva', 'ben', 'LOOP_OF_ANOTHER'],
])('is refused when %s', (_, flag, variable, code) => {
  expect(() => readActor(flag, { CC_CI_LOOP: variable }, loops)).toThrow(expect.objectContaining({ code, exitCode: 2 }))
})
