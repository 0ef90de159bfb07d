import type { LoopRole } from '@cc-ci/contracts/loop-settings'
import { CcCiError } from '@cc-ci/kernel'
import type { Actor } from '../ports/coordination.js'

/** Throws ROLE_WRONG: each file of the protocol has one writer (C-10). */
export function checkActor(actor: Actor, role: LoopRole, action: string): void {
  if (actor.role === role) return
  throw new CcCiError('ROLE_WRONG', `${actor.name} is ${withArticle(actor.role)}; ${action} is the ${role}’s.`, {
    hint: `Leave it to the ${role}, or name that loop: --as <loop>.`,
    exitCode: 2,
  })
}

const withArticle = (role: LoopRole): string => (/^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`)
