import { unitVariable } from '@cc-ci/watchdog'
import type { World } from '../world.js'

/**
 * The last step of a teardown: systemd starts this watchdog no more. Nothing to do outside of a unit. A failure is said,
 * for everything else is over by then.
 */
export async function disableOwnUnit({ processes, environment }: World, say: (line: string) => void): Promise<void> {
  const unit = environment[unitVariable]
  if (unit === undefined) return
  const args = ['--user', 'disable', '--now', '--no-block', unit]
  const { exitCode, stderr } = await processes.run('systemctl', args, { timeoutMs: 30_000 })
  say(exitCode === 0 ? `${unit} is disabled.` : `${unit} could not be disabled: ${stderr.trim()}`)
}
