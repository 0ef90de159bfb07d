import type { LoopSettings } from '@cc-ci/contracts/loop-settings'
import { CcCiError } from '@cc-ci/kernel'
import { nearestOf } from '../nearest-of.js'

/** The loop that acts: `--as`, or else CC_CI_LOOP. Throws LOOP_UNNAMED, LOOP_UNKNOWN and LOOP_OF_ANOTHER. */
export function readActor(
  flag: string | undefined,
  { CC_CI_LOOP: inherited }: Readonly<Record<string, string | undefined>>,
  loops: readonly LoopSettings[],
): LoopSettings {
  const name = flag ?? inherited
  if (inherited && name !== inherited) throw ofAnother(name ?? '', inherited)
  const names = loops.map((loop) => loop.name)
  if (name === undefined || name === '') {
    throw new CcCiError('LOOP_UNNAMED', 'Nobody says which loop acts.', {
      hint: `Name it: --as ${names[0] ?? '<loop>'}, or set CC_CI_LOOP.`,
      exitCode: 2,
    })
  }
  const loop = loops.find((each) => each.name === name)
  if (loop !== undefined) return loop
  const known = names.length === 0 ? 'It has no loops yet.' : `It has ${names.join(', ')}.`
  throw new CcCiError('LOOP_UNKNOWN', `cc-ci.yaml has no loop “${name}”.`, {
    hint: nearestOf(name, names) ?? known,
    exitCode: 2,
  })
}

/** C-10: a builder that could speak as the adversary would review itself. */
function ofAnother(name: string, own: string): CcCiError {
  return new CcCiError('LOOP_OF_ANOTHER', `This is the loop ${own}; it cannot act as ${name}.`, {
    hint: `Leave out --as, and leave to ${name} what is ${name}’s.`,
    exitCode: 2,
  })
}
