import { z } from 'zod'

const seconds = z.number().positive()
const count = z.number().int().positive()

/** `watchdog` in cc-ci.yaml. Times are seconds; each default is the rule that docs/watchdog.md gives a reason for. */
export const watchdogSettingsSchema = z.strictObject({
  tick: seconds.default(5).describe('between two looks at registry, hooks and transcripts'),
  steady: seconds.default(30).describe('between two looks at processes, terminals and hand-overs'),
  slow: seconds.default(300).describe('between two looks at git and disks'),
  idle: z
    .strictObject({ builder: seconds.default(600), adversary: seconds.default(1200), other: seconds.default(3600) })
    .prefault({})
    .describe('how long a loop may be idle before it is nudged'),
  longTurn: seconds.default(2700).describe('a turn without a sign of work for so long is told'),
  frozen: seconds.default(600).describe('a busy agent whose screen stood still for so long is ended'),
  startLimit: seconds.default(120).describe('until a started agent has said something'),
  limitGrace: seconds.default(300).describe('after a limit has ended, for the client to go on by itself'),
  stagger: seconds.default(60).describe('between two loops that go on after a limit, or start'),
  acknowledge: seconds.default(15).describe('until a nudge stands in the transcript'),
  restarts: z
    .strictObject({
      per30Minutes: count.default(5),
      perDay: count.default(12),
      allPer30Minutes: count.default(8),
      firstDelay: seconds.default(30),
      longestDelay: seconds.default(900),
      circuitOpen: seconds.default(3600),
      circuitLongest: seconds.default(28_800),
    })
    .prefault({})
    .describe('how often loops may be restarted'),
  nudges: z
    .strictObject({ apart: seconds.default(600), perHour: count.default(6), perDay: count.default(30) })
    .prefault({})
    .describe('how often one loop may be nudged'),
  quietAfterTyping: seconds.default(120).describe('a loop is left alone for so long after a person typed in it'),
  orchestratorWake: seconds.default(3600).describe('an orchestrator that was idle for so long is woken'),
  takeOverAfter: seconds.default(300).describe('after a session that a person started has ended'),
  done: z
    .strictObject({
      apart: seconds.default(600).describe('between the two readings that must both say DONE'),
      verifiedWithin: seconds.max(86_400).default(86_400),
    })
    .prefault({}),
  disk: z
    .strictObject({ warnBytes: count.default(5 * 2 ** 30), brakeBytes: count.default(2 ** 30) })
    .prefault({})
    .describe('free space below which is warned, and below which nothing is started or recorded'),
  weeklyMenu: z
    .enum(['wait', 'alert'])
    .default('wait')
    .describe('what to do with the client’s menu at a weekly limit: choose to wait, or leave it to a person'),
})

/** All rules of the watchdog, with their defaults filled in. */
export type WatchdogSettings = z.infer<typeof watchdogSettingsSchema>

const common = {
  from: z.enum(['page', 'warn', 'info']).default('warn').describe('the least severe notice that goes there'),
}
const webAddress = z.url({ protocol: /^https?$/ })
const secret = z.string().regex(/^secret:[a-z0-9][a-z0-9._-]*$/, 'secret:<name>')

const channel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('webhook'), url: webAddress, token: secret.optional(), ...common }),
  z.strictObject({ kind: z.literal('ntfy'), url: webAddress, topic: z.string(), token: secret.optional(), ...common }),
  z.strictObject({
    kind: z.literal('email'),
    host: z.string(),
    port: z.number().int().min(1).max(65_535).default(587),
    tls: z.enum(['implicit', 'starttls', 'none']).default('starttls'),
    sender: z.string().describe('address of the sender'),
    to: z.array(z.string()).min(1),
    user: z.string().optional(),
    password: secret.optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('matrix'), homeserver: webAddress, room: z.string(), token: secret, ...common }),
])

/** `notify` in cc-ci.yaml: who is told what the watchdog cannot mend. */
export const notifySettingsSchema = z.strictObject({
  channels: z.array(channel).default([]),
  quietHours: z
    .strictObject({
      from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'hh:mm'),
      to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'hh:mm'),
      zone: z.string().default('UTC').describe('IANA name'),
    })
    .optional()
    .describe('hours in which only pages are sent'),
  digest: seconds.default(3600).describe('notices that are no pages are collected for so long'),
  alive: webAddress
    .optional()
    .describe('asked every few minutes while all is well; whoever owns it tells when it stops'),
})

export type NotifySettings = z.infer<typeof notifySettingsSchema>
export type NotifyChannel = NotifySettings['channels'][number]
