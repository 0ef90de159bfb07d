/** The tiers a run can have, in the order they run; lint runs beside them. */
export const tierNames = ['install', 'upgrade', 'backup', 'restore', 'custom', 'lint'] as const
export type TierName = (typeof tierNames)[number]
