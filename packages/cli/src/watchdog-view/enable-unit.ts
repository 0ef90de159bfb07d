import { CcCiError } from '@cc-ci/kernel'
import type { World } from '../world.js'
import { quoteWords } from './quote-words.js'

/** What lets systemd start a unit now and at each boot. */
export function enablingCommands(service: string): readonly (readonly string[])[] {
  return [
    ['systemctl', '--user', 'daemon-reload'],
    ['systemctl', '--user', 'enable', '--now', service],
  ]
}

/** Brings units that were written elsewhere to where systemd looks. */
export function placingCommand(units: readonly { readonly file: string }[], folder: string): string {
  return quoteWords(['install', '-D', '-m', '644', '-t', folder, ...units.map(({ file }) => file)])
}

/** Throws UNIT_NOT_ENABLED. */
export async function enableUnit(service: string, { processes }: World): Promise<void> {
  for (const [program = '', ...args] of enablingCommands(service)) {
    const { exitCode, stderr } = await processes.run(program, args, { timeoutMs: 60_000 })
    if (exitCode === 0) continue
    throw new CcCiError('UNIT_NOT_ENABLED', `systemd did not start ${service}: ${stderr}`, {
      hint: `The units are written. Look at systemctl --user status ${service}; after a login without a session, export XDG_RUNTIME_DIR=/run/user/$(id -u).`,
    })
  }
}
