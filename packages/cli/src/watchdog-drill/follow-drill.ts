import { CcCiError, isCcCiError } from '@cc-ci/kernel'
import { sendMessage } from '@cc-ci/loop-launcher'
import { type JournalLine, readHeartbeat, readJournal, watchFolder, watchPaths } from '@cc-ci/watchdog'
import { describeEvent } from './describe-event.js'
import type { Drill, DrillReport, Event } from './drill.js'
import { describeStep, judgeDrill } from './judge-drill.js'
import type { Canary, CanaryRun } from './open-canary.js'

export interface DrillSubject {
  readonly drill: Drill
  readonly canary: Canary
  readonly run: CanaryRun
}

interface FollowOptions {
  readonly signal: AbortSignal
  readonly tell: (event: Event) => void
}

const pollMs = 500
/** Until the watchdog has seen a healthy canary. */
const calmMs = 120_000
/** After all that must happen: whoever heals twice does it in this time. */
const afterMs = 8000

/** Waits for calm, breaks the canary, and follows what the watchdog writes down until it is judged. Throws DRILL_NOT_BEGUN. */
export async function followDrill(subject: DrillSubject, options: FollowOptions): Promise<DrillReport> {
  await awaitCalm(subject.canary, options.signal)
  const account = new Account(subject.canary, options.tell)
  account.note({ after: 0, what: 'broke', text: subject.drill.breaks })
  const strike = beginFault(subject)
  strike.catch(() => undefined)
  await awaitEnd(subject, account, options.signal)
  await strike
  return report(subject, account)
}

/** What came since the fault. */
class Account {
  readonly events: Event[] = []
  readonly #canary: Canary
  readonly #tell: (event: Event) => void
  readonly #before: number
  readonly #brokenAt: number
  lines: readonly JournalLine[] = []

  constructor(canary: Canary, tell: (event: Event) => void) {
    this.#canary = canary
    this.#tell = tell
    this.#before = linesOf(canary).at(-1)?.seq ?? 0
    this.#brokenAt = canary.world.clock.now().getTime() / 1000
  }

  note(event: Event): void {
    this.events.push(event)
    this.#tell(event)
  }

  after(wall: number): number {
    return wall - this.#brokenAt
  }

  read(): void {
    const known = this.lines.length
    this.lines = linesOf(this.#canary).filter(({ seq }) => seq > this.#before)
    for (const line of this.lines.slice(known)) {
      const event = describeEvent(line)
      if (event !== undefined) this.note({ ...event, after: this.after(line.at.wall) })
    }
  }
}

async function awaitCalm({ workspace, world: { clock } }: Canary, signal: AbortSignal): Promise<void> {
  const { heartbeat } = watchPaths(watchFolder(workspace.folder))
  const end = clock.monotonic() + calmMs
  for (;;) {
    const state = readHeartbeat(heartbeat)?.loops[0]?.state
    if (state === 'IDLE') return
    if (clock.monotonic() >= end) {
      throw new CcCiError('DRILL_NOT_BEGUN', `The canary was not seen idle within ${calmMs / 1000} s, but ${state}.`, {
        hint: 'Try again when the machine has less to do.',
      })
    }
    await clock.sleep(pollMs, signal)
  }
}

/** What is killed by its answer may not have acknowledged it. */
async function beginFault({ drill, canary, run }: DrillSubject): Promise<void> {
  if (drill.begins === 'kill') {
    process.kill(run.pid, 'SIGKILL')
    return
  }
  try {
    await sendMessage(canary.loop, 'Go on.')
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'MESSAGE_NOT_ACKNOWLEDGED') throw error
  }
}

async function awaitEnd({ drill, canary }: DrillSubject, account: Account, signal: AbortSignal): Promise<void> {
  const { clock } = canary.world
  let end = clock.monotonic() + drill.longestSeconds * 1000
  let met = false
  while (clock.monotonic() < end) {
    await clock.sleep(pollMs, signal)
    account.read()
    if (!met && judgeDrill(drill, account.lines).missing.length === 0) {
      met = true
      end = clock.monotonic() + afterMs
    }
  }
}

function report(subject: DrillSubject, account: Account): DrillReport {
  const { drill } = subject
  const { missing, tooMuch, metAt } = judgeDrill(drill, account.lines)
  const because = [...missing.slice(0, 1).map(describeStep), ...tooMuch, ...inspectAgent(subject)]
  const { fault, breaks, must } = drill
  return {
    schemaVersion: 1,
    fault,
    breaks,
    must,
    passed: because.length === 0,
    because,
    seconds: metAt === null ? null : account.after(metAt),
    events: account.events,
  }
}

/** By the client's own registry: one agent, with the conversation that it must have, and doing what it must. */
function inspectAgent({ drill, canary, run }: DrillSubject): readonly string[] {
  const live = canary.loop.client.liveRecords()
  const [only] = live
  if (only === undefined || live.length > 1) return [`${live.length} agents live where one must`]
  const same = only.sessionId === run.sessionId
  const other = same ? 'it still has its old conversation' : 'it has another conversation than before'
  return [
    ...(same === (drill.conversation === 'same') ? [] : [other]),
    ...(only.status === drill.leaves ? [] : [`in the end it is ${only.status}, not ${drill.leaves}`]),
  ]
}

function linesOf({ workspace }: Canary): readonly JournalLine[] {
  return readJournal(watchFolder(workspace.folder)).lines
}
