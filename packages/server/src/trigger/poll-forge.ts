import { type Clock, isCcCiError } from '@cc-ci/kernel'
import { rateLimitEnd } from '../forge/forge-failures.js'
import type { ForgeChannel } from '../ports/forge-channel.js'
import type { ServerStore } from '../ports/server-store.js'
import type { Hearing } from './hear-comments.js'

export interface PollParts {
  readonly store: Pick<ServerStore, 'cursorOf' | 'setCursor'>
  readonly hearing: Hearing
  readonly channel: Pick<ForgeChannel, 'comments'>
  readonly clock: Pick<Clock, 'now'>
  readonly repositories: readonly string[]
}

export interface PollRound {
  /** How many repositories told of their comments. */
  readonly asked: number
  readonly problems: readonly { readonly repository: string; readonly error: unknown }[]
  /** Epoch seconds before which the forge wants to be left alone; undefined when it said nothing of that. */
  readonly quietUntil: number | undefined
}

/** Enough that 200 repositories are seen within the time between two rounds, few enough for a small forge. */
const askedAtOnce = 4
const defaultPauseSeconds = 60

/**
 * One look at the comments of all watched repositories, from where the last one ended, also when that was before the
 * server was down. The trouble of one repository is told and stops no other; a rate limit ends the round. A comment that
 * could not be decided keeps its repository’s place, so that the next round finds it again.
 */
export async function pollForge(parts: PollParts): Promise<PollRound> {
  const waiting = [...parts.repositories]
  const problems: { repository: string; error: unknown }[] = []
  let asked = 0
  let quietUntil: number | undefined
  const work = async (): Promise<void> => {
    for (let repository = waiting.shift(); repository !== undefined; repository = waiting.shift()) {
      try {
        problems.push(...(await pollRepository(repository, parts)).map((error) => ({ repository, error })))
        asked += 1
      } catch (error) {
        problems.push({ repository, error })
        if (!isCcCiError(error) || error.code !== 'FORGE_RATE_LIMITED') continue
        waiting.length = 0
        const now = parts.clock.now().getTime() / 1000
        quietUntil = Math.max(quietUntil ?? 0, rateLimitEnd(error, now) ?? now + defaultPauseSeconds)
      }
    }
  }
  await Promise.all(Array.from({ length: askedAtOnce }, work))
  return { asked, problems, quietUntil }
}

/** Gives what kept comments from being decided. */
async function pollRepository(repository: string, { store, hearing, channel }: PollParts): Promise<readonly unknown[]> {
  const cursor = store.cursorOf(repository)
  const page = await channel.comments(repository, { cursor, since: hearing.heardSince(repository) })
  const problems: unknown[] = []
  for (const comment of page.comments) {
    const heard = await hearing.hear(comment)
    if (heard.kind === 'later') problems.push(heard.problem ?? heard.why)
  }
  if (problems.length === 0 && page.cursor !== cursor) store.setCursor(repository, page.cursor)
  return problems
}
