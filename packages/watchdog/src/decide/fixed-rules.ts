/** Rules that are no matter of taste: seconds, and where they come from. docs/watchdog-rules.md has the reasons. */
export const fixedRules = {
  /** What a destructive action rests on was seen less than so long ago. */
  freshEvidence: 10,
  /** Between two looks that must agree. */
  secondLook: 5,
  /** After the host slept or its clock jumped. */
  grace: 120,
  /** So much between two ticks is a clock that is kept right; more was set, and no window may open earlier for it. */
  clockSlew: 0.1,
  /** Wall and monotonic clock may drift apart by so much between two ticks. */
  clockDrift: 120,
  /** Records that come so soon after a message of ours may be its echo, and no other client's. */
  ownEcho: 120,
  /** A runner reports the end of its agent within moments; one that does not is stuck. */
  agentGone: 45,
  /** A result that never comes is taken for lost. */
  lostResult: 900,
  unknownAlert: 300,
  blindAlert: 900,
  stillDownAlert: 600,
  troubleAlert: 1800,
  limitAlert: 3600,
  heldAlert: 600,
  /** A cause must be gone for so long before its alert is over, or it is told again and again. */
  alertFades: 60,
  /** A screen that stood still for so long makes a busy agent suspect; three looks in so long must agree. */
  stillScreen: 60,
  stillLooks: 3,
  stillLooksWithin: 180,
  /** Share of a core that an agent burns which only spins. */
  spinning: 0.95,
  /** A conversation younger than this is not given up. */
  shortestSession: 120,
  window: 1800,
  day: 86_400,
  /** A loop's own announced wait may be over for so long. */
  waitingGrace: 180,
  /** After a resumed session is idle, before it is told to go on. */
  resumedAfter: 15,
  troubleFirst: 30,
  troubleLongest: 600,
  /** Attempts at a limit that gives no time. */
  probes: [1800, 3600, 3600],
  /** The client goes on by itself up to 90 s after a limit; one that is not armed is sent on after as long. */
  unarmed: 60,
  longestLimit: 8 * 86_400,
  dialogAgain: 60,
  compactAt: 90,
  contextFull: 97,
  /** Compactions within an hour, without a commit, that are a loop of their own. */
  compactionLoop: 4,
  tokensPerHour: 1_500_000,
  taskOutputBytes: 20 * 2 ** 30,
  residentBytes: 8 * 2 ** 30,
} as const
