/** The rungs of the level ladder, lowest first: earning all of them is level 5. */
export const rungNames = ['install', 'upgrade', 'backup_restore', 'functional', 'lint'] as const
export type RungName = (typeof rungNames)[number]

/** `skip` is intentional (declared or structurally impossible); `unverified` should have run and did not. */
export const rungStatuses = ['pass', 'fail', 'skip', 'unverified'] as const
export type RungStatus = (typeof rungStatuses)[number]

/** What a level is called, by its number 0 to 5. */
export const levelWords = ['Broken', 'Installs', 'Upgrades', 'Restores', 'Works', 'Polished'] as const

/**
 * The highest rung that passed while every lower one passed or was skipped on purpose; 0 when there is none.
 * A skip is climbed past but never earns a level; a fail and an unverified rung block.
 */
export function levelOf(statuses: readonly RungStatus[]): number {
  let level = 0
  for (const [index, status] of statuses.entries()) {
    if (status === 'pass') level = index + 1
    else if (status !== 'skip') break
  }
  return level
}

/** The first rung that keeps the level from rising, or undefined when nothing does. */
export function firstBlockedRung(statuses: Readonly<Record<RungName, RungStatus>>): RungName | undefined {
  return rungNames.find((rung) => statuses[rung] === 'fail' || statuses[rung] === 'unverified')
}
