import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { stateOf } from '../dashboard/live-page.js'
import { isFolderName } from './run-files.js'
import { followJournal, linesOf } from './run-journal.js'

/**
 * The journal of a run as server-sent events, from where the reader was: `Last-Event-ID`, or `after` for the first time.
 * A line is sent once; the last event is `end`, when there is a result to load.
 */
export function streamEvents(context: Context, runsFolder: string): Response | Promise<Response> {
  const folder = context.req.param('folder') ?? ''
  const path = join(runsFolder, folder)
  if (!isFolderName(folder) || !existsSync(join(path, 'events.jsonl'))) return context.notFound()
  const after = Number(context.req.header('last-event-id') ?? context.req.query('after') ?? 0)
  return streamSSE(context, async (stream) => {
    const listening = new AbortController()
    stream.onAbort(() => listening.abort())
    const ended = await followJournal(path, {
      after: Number.isSafeInteger(after) && after > 0 ? after : 0,
      signal: listening.signal,
      onEntries: async (entries) => {
        const state = entries.filter(({ event }) => event.type === 'tier.started').map(({ event }) => event)
        for (const { id, text } of linesOf(entries))
          await stream.writeSSE({ event: 'line', id: String(id), data: text })
        if (state.length > 0) await stream.writeSSE({ event: 'state', data: stateOf(state) })
      },
    })
    if (ended === 'finished') await stream.writeSSE({ event: 'end', data: '' })
  })
}
