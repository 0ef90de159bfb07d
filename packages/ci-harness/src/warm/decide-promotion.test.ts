import { expect, it } from 'vitest'
import { decidePromotion, type PromotionCandidate } from './decide-promotion.js'

const promotable: PromotionCandidate = {
  enrolled: true,
  verdict: 'green',
  mode: 'full',
  ref: null,
  pr: null,
  version: '1.1.0+2',
  commit: 'aaaaaaaaaaaa',
  tags: [
    { name: '1.0.0+1', commit: 'oooooooooooo' },
    { name: '1.1.0+2', commit: 'aaaaaaaaaaaa' },
    { name: '1.2.0-rc1+2', commit: 'aaaaaaaaaaaa' },
  ],
}

it('V-06: promotes what was tested', () => {
  expect(decidePromotion(promotable)).toEqual({ promote: true, version: '1.1.0+2', commit: 'aaaaaaaaaaaa' })
})

it.each<[string, Partial<PromotionCandidate>, string]>([
  ['a recipe that is not enrolled', { enrolled: false }, 'the recipe is not enrolled'],
  ['a red run', { verdict: 'red' }, 'the run was red'],
  ['a run that could not judge', { verdict: 'error' }, 'the run could not judge'],
  ['a quick run', { mode: 'quick' }, 'a quick run proves too little'],
  ['a pull request', { pr: 7 }, 'pull request 7 was tested'],
  ['a ref that was asked for', { ref: 'main' }, 'main was asked for, not a release'],
  ['a prerelease', { version: '1.2.0-rc1+2' }, '1.2.0-rc1+2 is not the tag of a finished release'],
  ['a version that is no tag', { version: '1.3.0+2' }, '1.3.0+2 is not a tag of the recipe'],
  [
    'V-06: main, which is ahead of the tag',
    { commit: 'mmmmmmmmmmmm' },
    'the tag 1.1.0+2 is at aaaaaaaa, but mmmmmmmm was tested',
  ],
])('V-07: does not promote %s, though all else holds', (_, flipped, reason) => {
  expect(decidePromotion({ ...promotable, ...flipped })).toEqual({ promote: false, reason })
})
