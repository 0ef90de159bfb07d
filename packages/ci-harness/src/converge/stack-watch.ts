import type { Clock } from '@cc-ci/kernel'
import type { Swarm } from '../ports/swarm.js'
import { EvidenceKeeper } from './container-evidence.js'
import { type Decision, decideConvergence, type Expectation } from './decide.js'
import { type DiagnosedFailure, diagnose } from './diagnose.js'
import { type Exit, listExits } from './exits.js'
import { notConverged } from './not-converged.js'
import { StackFeed } from './stack-feed.js'
import { type ConvergenceView, hasEnded } from './view.js'

// Swarm tells of no task that becomes “running”, so this is how late we learn that an app is up.
const pollMs = 100

export interface StackWatchWorld {
  readonly swarm: Swarm
  readonly clock: Clock
  /** Whether Docker's data root is out of space or inodes; undefined when that could not be found out. */
  readonly diskIsFull: () => Promise<boolean | undefined>
}

/** A moment in the life of a stack. */
export interface Mark {
  /** How many events had happened. */
  readonly events: number
  readonly tasks: ReadonlySet<string>
  /** Those of `tasks` that had ended. */
  readonly endedTasks: ReadonlySet<string>
}

export interface ConvergenceWait {
  readonly expectation: Expectation
  readonly budgetMs: number
  /** What was there at this mark is not of this deploy; left out: what was there at `open` or when the last wait ended. */
  readonly since?: Mark | undefined
  readonly signal?: AbortSignal | undefined
  /** Told whenever what is waited for changes. */
  readonly onWait?: ((waitingFor: string) => void) | undefined
}

export type ConvergenceOutcome =
  /** `budgetUsed` is a share, 1 for all of it. */
  | { readonly kind: 'converged'; readonly seconds: number; readonly budgetUsed: number }
  | { readonly kind: 'failed'; readonly seconds: number; readonly failure: DiagnosedFailure }

/** Watches one stack for the whole of a run: open it before the first deploy, or its first events are lost. */
export class StackWatch {
  readonly #stack: string
  readonly #clock: Clock
  readonly #diskIsFull: StackWatchWorld['diskIsFull']
  readonly #evidence: EvidenceKeeper
  readonly #feed: StackFeed
  #expectation: Expectation = { kind: 'settled' }
  #since: Mark = { events: 0, tasks: new Set(), endedTasks: new Set() }
  #next: Mark = this.#since
  #startedAt = 0

  constructor(stack: string, { swarm, clock, diskIsFull }: StackWatchWorld) {
    this.#stack = stack
    this.#clock = clock
    this.#diskIsFull = diskIsFull
    this.#evidence = new EvidenceKeeper(swarm)
    this.#feed = new StackFeed(stack, { swarm, clock, onEvent: (event) => this.#evidence.notice(event) })
  }

  /** Throws when the Swarm does not answer. */
  async open(): Promise<void> {
    await this.#feed.open()
    this.#next = this.#markNow()
    this.#since = this.#next
    this.#startedAt = this.#now()
  }

  close(): void {
    this.#feed.close()
  }

  async mark(): Promise<Mark> {
    await this.#feed.refresh()
    return this.#markNow()
  }

  /** Ends at convergence, at the first reliable sign of failure, or when the budget is spent; rejects when cancelled. */
  async waitUntilConverged(wait: ConvergenceWait): Promise<ConvergenceOutcome> {
    const begun = this.#clock.monotonic()
    const { expectation, budgetMs, signal } = wait
    this.#expectation = expectation
    this.#since = wait.since ?? (expectation.kind === 'settled' ? await this.mark() : this.#next)
    this.#startedAt = this.#now()
    const decision = await this.#waitForDecision(wait, begun + budgetMs)
    signal?.throwIfAborted()
    this.#next = this.#markNow()
    if (decision.kind === 'converged') this.#holdFrom(this.#next)
    const seconds = (this.#clock.monotonic() - begun) / 1000
    if (decision.kind === 'converged') return { kind: 'converged', seconds, budgetUsed: (seconds * 1000) / budgetMs }
    const failure = decision.kind === 'failed' ? decision.failure : this.#spent(decision, budgetMs)
    return { kind: 'failed', seconds, failure: await this.#diagnose(failure) }
  }

  /** Whether the stack has failed since it converged, or else since the last wait began; undefined also while Docker does not answer. */
  async failureNow(): Promise<DiagnosedFailure | undefined> {
    await this.#feed.refresh()
    const decision = decideConvergence(this.#view(), this.#expectation)
    return decision.kind === 'failed' ? this.#diagnose(decision.failure) : undefined
  }

  /** Programs of the stack that ended since then though nobody stopped them, also if Swarm has replaced them since. */
  async exitsSince({ events, endedTasks }: Mark): Promise<readonly Exit[]> {
    await this.#feed.refresh()
    const tasks = this.#feed.state.tasks.filter(({ id }) => !endedTasks.has(id))
    return listExits(this.#feed.events, tasks).filter(
      (exit) => !endedTasks.has(exit.task) && !this.#exitedBefore(exit, events),
    )
  }

  /** What runs at convergence has to go on running, whichever deploy it is of. */
  #holdFrom(converged: Mark): void {
    this.#since = { ...converged, tasks: converged.endedTasks }
    this.#expectation = { kind: 'settled' }
  }

  async #waitForDecision({ expectation, signal, onWait }: ConvergenceWait, deadline: number): Promise<Decision> {
    let shown = ''
    for (;;) {
      await this.#feed.refresh()
      const decision = this.#decide(expectation)
      const left = deadline - this.#clock.monotonic()
      if (decision.kind !== 'waiting' || left <= 0) return decision
      if (decision.waitingFor !== shown) onWait?.(decision.waitingFor)
      shown = decision.waitingFor
      await this.#feed.nextChange(Math.min(pollMs, left), signal)
    }
  }

  /** From an old state a failure may be told, since events are news, but never success. */
  #decide(expectation: Expectation): Decision {
    const decision = decideConvergence(this.#view(), expectation)
    const { trouble } = this.#feed
    if (trouble === undefined || decision.kind === 'failed') return decision
    return { kind: 'waiting', waitingFor: `Docker does not answer: ${trouble.message}`, services: [] }
  }

  #spent(decision: Extract<Decision, { kind: 'waiting' }>, budgetMs: number) {
    const { trouble, stillForMs, state } = this.#feed
    const { waitingFor, services } = decision
    return notConverged({
      stack: this.#stack,
      budgetMs,
      stillForMs,
      waitingFor,
      service: services[0],
      tasks: state.tasks,
      trouble,
    })
  }

  #diagnose(failure: Parameters<typeof diagnose>[0]): Promise<DiagnosedFailure> {
    return diagnose(failure, { evidence: this.#evidence, diskIsFull: this.#diskIsFull })
  }

  #view(): ConvergenceView {
    const { services, tasks } = this.#feed.state
    return {
      stack: this.#stack,
      services,
      tasks,
      baseline: this.#since.tasks,
      events: this.#feed.events.slice(this.#since.events),
      startedAt: this.#startedAt,
      now: this.#now(),
    }
  }

  #markNow(): Mark {
    const { tasks } = this.#feed.state
    return {
      events: this.#feed.events.length,
      tasks: new Set(tasks.map(({ id }) => id)),
      endedTasks: new Set(tasks.filter(hasEnded).map(({ id }) => id)),
    }
  }

  #exitedBefore(exit: Exit, events: number): boolean {
    return this.#feed.events.slice(0, events).some((event) => event.kind === 'exit' && event.task === exit.task)
  }

  #now(): number {
    return this.#clock.now().getTime()
  }
}
