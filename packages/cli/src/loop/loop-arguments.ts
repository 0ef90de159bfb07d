import { Args, Flags } from '@oclif/core'

export const loopName = Args.string({
  description: 'name of the loop in cc-ci.yaml',
  required: true,
  ignoreStdin: true,
})

export const loopNameOrAll = Args.string({
  description: 'name of the loop in cc-ci.yaml; all of them when absent',
  ignoreStdin: true,
})

export const phaseFlag = Flags.string({
  description: 'id of the phase to work on; otherwise the one the loop was in, or the first of the plan',
  helpValue: '<id>',
})
