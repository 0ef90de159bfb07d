import type { Clock } from '@cc-ci/kernel'
import type { ForgeChannel, ForgeComment, PullRequestHead } from '../ports/forge-channel.js'
import type { ServerStore } from '../ports/server-store.js'
import type { RunQueue } from '../queue/run-queue.js'
import { type Decision, decideTrigger, sameLogin } from './decide-trigger.js'
import { type AccessRules, findAccess } from './find-access.js'
import { type Command, parseCommand } from './parse-command.js'

export interface HearingParts extends AccessRules {
  readonly store: ServerStore
  readonly queue: Pick<RunQueue, 'enqueue' | 'cancel'>
  readonly channel: Pick<ForgeChannel, 'self' | 'isMember' | 'head'>
  readonly clock: Pick<Clock, 'now'>
  /** The recipe that each watched repository holds. */
  readonly watch: Readonly<Record<string, string>>
}

/** What came of a comment. `later`: it must be heard again, because the forge did not tell all that decides (S-08). */
type Heard =
  | { readonly kind: 'nothing' | 'known' | 'answered' | 'queued' | 'cancelled' }
  | { readonly kind: 'later'; readonly why: string; readonly problem: unknown }

/** The one way in for comments, whether polling or a webhook told of them (S-01). */
export interface Hearing {
  /** Never throws what the forge says; throws SERVER_STORE_FAILED. */
  hear(comment: ForgeComment): Promise<Heard>
  /**
   * Since when a repository is heard, epoch seconds: the moment at which it was asked for first, ever. What was written
   * before, but for the last minute, is not run: who switches a server on wants no runs of old talk. What is written
   * while the server is down comes after that moment, and is run (S-07).
   */
  heardSince(repository: string): number
}

/** Polling meets the comments of the last minute again and again: so many are known without asking the forge. */
const mostRemembered = 10_000

/** Clocks of a forge and of ours may differ by so much. */
const graceSeconds = 60

export function createHearing(parts: HearingParts): Hearing {
  const { store, clock, watch, channel } = parts
  const now = (): number => clock.now().getTime() / 1000
  const recipes = new Map(Object.entries(watch).map(([repository, recipe]) => [repository.toLowerCase(), recipe]))
  const decided = new Set<string>()

  function heardSince(repository: string): number {
    const key = `since ${repository}`
    const known = store.cursorOf(key)
    if (known !== null) return Number(known)
    const since = Math.floor(now()) - graceSeconds
    store.setCursor(key, String(since))
    return since
  }

  async function hear(comment: ForgeComment): Promise<Heard> {
    const command = parseCommand(comment.body)
    if (command.kind === 'none') return { kind: 'nothing' }
    if (decided.has(comment.id)) return { kind: 'known' }
    if (comment.createdAt < heardSince(comment.repository)) return { kind: 'nothing' }
    const recipe = recipes.get(comment.repository.toLowerCase())
    const looked = await lookUp(comment, command, recipe === undefined)
    if ('problem' in looked) return { kind: 'later', why: 'the forge could not be asked', problem: looked.problem }
    const decision = decideTrigger({ comment, command, recipe, ...looked })
    const heard = act(comment, decision)
    if (heard.kind !== 'later') keep(comment.id)
    return heard
  }

  function keep(id: string): void {
    decided.add(id)
    const [oldest] = decided
    if (decided.size > mostRemembered && oldest !== undefined) decided.delete(oldest)
  }

  /** Asks the forge for what the decision depends on, and for nothing else. */
  async function lookUp(comment: ForgeComment, command: Command, isUnwatched: boolean) {
    try {
      const self = await channel.self()
      if (isUnwatched || sameLogin(self, comment.author)) return { self, access: 'unknown', head: undefined } as const
      const { access, problem } = await findAccess(comment.author, parts, channel)
      if (access === 'unknown') return { problem }
      const needsHead = command.kind === 'run' && access !== 'stranger'
      const head: PullRequestHead | undefined = needsHead
        ? await channel.head(comment.repository, comment.pullRequest)
        : undefined
      return { self, access, head } as const
    } catch (problem) {
      return { problem }
    }
  }

  function act(comment: ForgeComment, decision: Decision): Heard {
    if (decision.kind === 'nothing') return { kind: 'nothing' }
    if (decision.kind === 'later') return { kind: 'later', why: decision.why, problem: undefined }
    return store.transaction((): Heard => {
      if (!store.remember(comment, now())) return { kind: 'known' }
      if (decision.kind === 'answer') return answer(comment, decision)
      if (decision.kind === 'cancel') return cancel(comment)
      const { joined } = parts.queue.enqueue(decision.order)
      if (joined) react(comment)
      return { kind: 'queued' }
    })
  }

  function cancel(comment: ForgeComment): Heard {
    const { repository, pullRequest, author } = comment
    const open = store
      .open()
      .filter((run) => run.pullRequest?.repository === repository && run.pullRequest.number === pullRequest)
    if (open.length === 0) {
      return answer(comment, { why: 'idle', body: 'Nothing of this pull request is queued or running.' })
    }
    for (const { seq } of open) parts.queue.cancel(seq, author)
    react(comment)
    return { kind: 'cancelled' }
  }

  function answer(comment: ForgeComment, { why, body }: { readonly why: string; readonly body: string }): Heard {
    const { repository, pullRequest, author, id } = comment
    // A stranger who asks ten times is answered once.
    const about = why === 'stranger' || why === 'unwatched' ? author.toLowerCase() : id
    const key = `answer ${why} ${repository} ${pullRequest} ${about}`
    store.tell(key, 0, { kind: 'answer', repository, pullRequest, body }, now())
    return { kind: 'answered' }
  }

  /** A run’s own comment is reacted to with its report; what begins no run is seen, too. */
  function react({ repository, id: commentId }: ForgeComment): void {
    const key = `reaction ${repository} ${commentId} heard`
    store.tell(key, 0, { kind: 'reaction', repository, commentId, reaction: 'eyes' }, now())
  }

  return { hear, heardSince }
}
