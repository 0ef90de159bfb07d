import type { ForgeChannel } from '../ports/forge-channel.js'
import type { Access } from './decide-trigger.js'
import { sameLogin } from './decide-trigger.js'

export interface AccessRules {
  /** Whose members may ask; nobody’s when undefined. */
  readonly organisation: string | undefined
  /** Login names that may ask as well. */
  readonly allow: readonly string[]
}

/** Whether an account may ask for runs. A forge that cannot be asked makes it `unknown`, never a stranger (S-02, S-08). */
export async function findAccess(
  login: string,
  { organisation, allow }: AccessRules,
  channel: Pick<ForgeChannel, 'isMember'>,
): Promise<{ readonly access: Access; readonly problem?: unknown }> {
  if (allow.some((each) => sameLogin(each, login))) return { access: 'allowed' }
  if (organisation === undefined) return { access: 'stranger' }
  try {
    return { access: (await channel.isMember(organisation, login)) ? 'member' : 'stranger' }
  } catch (problem) {
    return { access: 'unknown', problem }
  }
}
