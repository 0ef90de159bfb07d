import { CcCiError } from '@cc-ci/kernel'
import type { LoopTiming } from './loop.js'

/**
 * With an agent that answers at once, as the fake one does, nobody has to wait as long for what it might still do: the
 * looks by the clock come `CC_CI_LOOP_PACE` times sooner. Deadlines stay, for the machine is no faster.
 */
export function paceTiming(
  timing: LoopTiming,
  { CC_CI_LOOP_PACE: pace = '1' }: Readonly<Record<string, string | undefined>>,
): LoopTiming {
  const times = Number(pace)
  if (!(times >= 1 && times <= 100)) {
    throw new CcCiError('LOOP_PACE_INVALID', `CC_CI_LOOP_PACE is "${pace}", which is no number from 1 to 100.`, {
      hint: 'Unset it: it is for drills with the fake agent.',
      exitCode: 2,
    })
  }
  const sooner = (ms: number) => ms / times
  return { ...timing, settleMs: sooner(timing.settleMs), secondLooksMs: timing.secondLooksMs.map(sooner) }
}
