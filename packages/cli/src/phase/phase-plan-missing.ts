import { CcCiError } from '@cc-ci/kernel'

/** `how`: what became of the file, such as `does not exist`. */
export function phasePlanMissing(file: string, how: string): CcCiError {
  return new CcCiError('PHASE_PLAN_MISSING', `The plan ${file} ${how}.`, {
    hint: 'Let one be made: cc-ci loop init. Or run the command in the workspace, or name that with CC_CI_REPO.',
    place: { file },
    exitCode: 2,
  })
}
