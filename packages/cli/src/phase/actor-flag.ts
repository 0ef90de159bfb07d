import { Flags } from '@oclif/core'

export const actorFlag = Flags.string({
  description: 'the loop that acts, by its name in cc-ci.yaml; CC_CI_LOOP says it otherwise',
  helpValue: '<loop>',
})
