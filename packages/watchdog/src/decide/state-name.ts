export const stateNames = [
  'OFF',
  'STARTING',
  'DIALOG',
  'WAITING_PERMISSION',
  'IDLE',
  'BUSY',
  'LIMITED',
  'SUSPECT_HUNG',
  'HUNG',
  'API_TROUBLE',
  'POISONED',
  'AUTH_BLOCKED',
  'BILLING_BLOCKED',
  'CONTEXT_DEAD',
  'DEAD',
  'RESTARTING',
  'CIRCUIT_OPEN',
  'HALF_OPEN',
  'UNKNOWN',
  'HELD',
  'FOREIGN',
  'TORN_DOWN',
] as const

/** How a loop stands, in the words that `loop top` shows. */
export type StateName = (typeof stateNames)[number]
