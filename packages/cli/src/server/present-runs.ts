import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import type { RunComparison } from '@cc-ci/results-ux'
import type { History, RunRow } from '@cc-ci/results-ux/site'
import type { Presented, Presenter, QueuedRun } from '@cc-ci/server'

export interface PresentOptions {
  readonly history: History
  readonly runsDir: string
  /** Where readers find the pages, with a slash at its end. */
  readonly baseUrl: () => string
  /** Name of the commit status. */
  readonly context: string
}

type Words = typeof import('@cc-ci/results-ux')

/** The words and pictures of results-ux for the runs of the server. */
export async function createPresenter(options: PresentOptions): Promise<Presenter> {
  const words = await import('@cc-ci/results-ux')
  const { history, runsDir, baseUrl } = options
  const statusOf = (run: QueuedRun) => ({ context: contextOf(run, options.context), targetUrl: pageOf(run, baseUrl()) })

  async function readFolder(folder: string): Promise<RunResult> {
    const read = await words.readRun(join(runsDir, folder))
    if (read.ok) return read.result
    throw new Error(`The result of run ${folder} ${read.problem}`)
  }

  async function compare(result: RunResult, row: RunRow | undefined): Promise<RunComparison | undefined> {
    if (row === undefined) return undefined
    const read = await words.readRun(join(runsDir, row.folder))
    return read.ok ? words.compareRuns(read.result, result) : undefined
  }

  return {
    queued: (run, place, seconds) => ({
      comment: words.renderQueuedComment({ recipe: run.recipe, seq: run.seq, place, seconds }),
      status: words.renderPendingStatus({ place }, statusOf(run)),
    }),
    running: (run, progress) => ({
      comment: words.renderRunningComment({ recipe: run.recipe, seq: run.seq, ...progress }),
      status: words.renderPendingStatus(progress, statusOf(run)),
    }),
    async finished(run) {
      const result = await readFolder(run.folder ?? '')
      history.refresh()
      const rows = history.runsOf(result.recipe)
      const main = await compare(result, words.lastOfMain(rows, result))
      const previous = await compare(result, words.lastOfPullRequest(rows, result))
      const links = linksOf(run, result, baseUrl())
      // The queue numbers runs itself, and the comment is the queue’s.
      const comment = words.renderComment(
        { ...result, seq: run.seq },
        { links, main, previous, recent: rows.slice(0, 5) },
      )
      return { comment, status: words.renderCommitStatus(result, { ...statusOf(run), main }) }
    },
    withoutResult: (run, why) => withoutResult(run, { why, words, ...statusOf(run) }),
    card: (folder, theme) => drawCard({ folder: join(runsDir, folder), theme, words }),
  }
}

/** What proves less than a full test has a status of its own, and never takes the place of what a full test said. */
function contextOf({ mode }: QueuedRun, context: string): string {
  if (mode.kind === 'full' || mode.kind === 'keep') return context
  const part = mode.kind === 'tiers' ? (mode.tiers[0] ?? mode.kind) : mode.kind
  return context.includes('/') ? context.replace(/[^/]*$/, part) : `${context}-${part}`
}

function pageOf({ folder, seq }: QueuedRun, baseUrl: string): string {
  return folder === null ? `${baseUrl}queue#run-${seq}` : `${baseUrl}runs/${encodeURIComponent(folder)}/`
}

function linksOf(run: QueuedRun, { artefacts }: RunResult, baseUrl: string) {
  const page = pageOf(run, baseUrl)
  const { badge, log, junit, card } = artefacts
  return {
    page,
    ...(badge !== null && { badge: `${page}${badge}` }),
    ...(log !== null && { log: `${page}log/${encodeURIComponent(log)}` }),
    ...(junit !== null && { junit: `${page}${junit}` }),
    ...(card !== null && { card: '{{card}}', darkCard: '{{dark-card}}' }),
  }
}

/** A plan is shown as it was printed; of everything else, one sentence. */
function withoutResult(
  run: QueuedRun,
  { why, words, context, targetUrl }: { why: string; words: Words; context: string; targetUrl: string },
): Presented {
  const { recipe, seq, mode, end } = run
  const isPlan = mode.kind === 'plan' && end?.verdict === 'green'
  const marker = words.drawMarker({ recipe, seq })
  const text = isPlan
    ? `${words.inline(recipe)}: what a test would do`
    : `${words.inline(recipe)}: ${words.inline(why)}`
  const block = isPlan ? [words.codeBlock(why.split('\n'))] : ['To ask for another run: `!testme`']
  const description = isPlan ? 'a plan; nothing was tested' : why.replace(/\s+/g, ' ').slice(0, 140)
  return {
    comment: `${[marker, `🌻 **${text}**`, ...block].join('\n\n')}\n`,
    status: { state: isPlan ? 'success' : 'error', context, description, targetUrl },
  }
}

async function drawCard({
  folder,
  theme,
  words,
}: {
  folder: string
  theme: 'light' | 'dark'
  words: Words
}): Promise<Uint8Array | undefined> {
  const read = await words.readRun(folder)
  if (!read.ok) return undefined
  const { screenshot } = read.result.artefacts
  const picture = screenshot === null ? undefined : await readFile(join(folder, screenshot)).catch(() => undefined)
  return words.cardPng(read.result, { theme, ...(picture !== undefined && { screenshot: picture }) })
}
