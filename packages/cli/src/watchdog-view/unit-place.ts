import { basename, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'

/** Where systemd looks for the units of a user: systemd.unit(5), "User Unit Search Path". */
export function unitFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const { XDG_CONFIG_HOME, HOME } = environment
  if (XDG_CONFIG_HOME) return join(XDG_CONFIG_HOME, 'systemd/user')
  if (HOME) return join(HOME, '.config/systemd/user')
  throw new CcCiError(
    'HOME_UNKNOWN',
    'Neither HOME nor XDG_CONFIG_HOME is set, so that nobody knows your systemd folder.',
    {
      hint: 'Set HOME, or name a folder: --output <folder>',
      exitCode: 2,
    },
  )
}

/** The part of the units’ names that tells workspaces apart. Throws UNIT_NAME_INVALID for a given one that cannot be it. */
export function unitNameOf(workspace: string, given: string | undefined): string {
  if (given === undefined) {
    const name = basename(workspace)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
    return name.slice(0, 60) || 'workspace'
  }
  if (/^[a-z0-9][a-z0-9-]{0,59}$/.test(given)) return given
  throw new CcCiError('UNIT_NAME_INVALID', `“${given}” cannot be part of the name of a unit.`, {
    hint: 'Use small letters, digits and dashes, 60 at most.',
    exitCode: 2,
  })
}
