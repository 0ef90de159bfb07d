import { describe, expect, it } from 'vitest'
import type { Presented } from '../ports/presenter.js'
import type { QueuedRun } from '../queue/queued-run.js'
import { planReport } from './plan-report.js'

const run: QueuedRun = {
  seq: 1_800_000_000_123,
  recipe: 'wiki',
  pullRequest: { repository: 'org/wiki', number: 7, hash: 'a'.repeat(40) },
  mode: { kind: 'full' },
  askedBy: 'maria',
  commentId: '31',
  priority: 0,
  state: 'queued',
  attempt: 1,
  askedAt: 1_800_000_000,
  startedAt: null,
  endedAt: null,
  process: null,
  folder: null,
  end: null,
}
const green = { verdict: 'green', level: 5, fault: null, stopped: null } as const
const ended: QueuedRun = { ...run, state: 'finished', folder: 'wiki-1', end: green }

const texts = (state: Presented['status']['state'], targetUrl = 'https://ci.example.org/queue'): Presented => ({
  comment: `words for ${state}`,
  status: { state, context: 'cc-ci/level', description: 'd'.repeat(150), targetUrl },
})
const told = (change: Parameters<typeof planReport>[0]) => planReport(change).map(({ outgoing }) => outgoing)
const closing = (run: QueuedRun) =>
  told({ kind: 'ended', run, texts: texts('success') }).flatMap((one) =>
    one.kind === 'reaction' ? [one.reaction] : [],
  )

describe('A pull request is told of a run', () => {
  it('S-05: when it is queued: heard, pending, and by a comment', () => {
    expect(told({ kind: 'queued', run, texts: texts('pending') })).toEqual([
      { kind: 'reaction', repository: 'org/wiki', commentId: '31', reaction: 'eyes' },
      {
        kind: 'status',
        repository: 'org/wiki',
        hash: 'a'.repeat(40),
        status: {
          state: 'pending',
          context: 'cc-ci/level',
          description: 'd'.repeat(140),
          targetUrl: `https://ci.example.org/queue#run-${run.seq}`,
        },
      },
      {
        kind: 'comment',
        repository: 'org/wiki',
        pullRequest: 7,
        recipe: 'wiki',
        body: 'words for pending',
        cardFolder: null,
      },
    ])
  })

  it('at each change of its rung, and not at each step', () => {
    const at = (tier: 'install' | 'upgrade', step: number) => ({ tier, step, of: 5 })
    const running = (before: ReturnType<typeof at> | null, progress: ReturnType<typeof at>) =>
      told({ kind: 'running', run: { ...run, state: 'running' }, texts: texts('pending'), before, progress })

    expect(running(null, at('install', 1))).toMatchObject([{ kind: 'comment' }])
    expect(running(at('install', 1), at('install', 1))).toEqual([])
    expect(running(at('install', 1), at('upgrade', 2))).toMatchObject([{ kind: 'comment' }])
  })

  it('at its end: by a status, the comment with its card, and beside the trigger', () => {
    expect(told({ kind: 'ended', run: ended, texts: texts('success') })).toMatchObject([
      { kind: 'status', status: { state: 'success' } },
      { kind: 'comment', cardFolder: 'wiki-1' },
      { kind: 'reaction', reaction: 'hooray' },
    ])
  })

  it('S-05: never to be pending for ever, however it ended', () => {
    for (const state of ['finished', 'cancelled', 'superseded'] as const)
      expect(told({ kind: 'ended', run: { ...ended, state, end: null }, texts: texts('pending') })).toContainEqual(
        expect.objectContaining({ kind: 'status', status: expect.objectContaining({ state: 'error' }) }),
      )
  })

  it('with 🎉 for green only, and with neither where it says nothing of the change', () => {
    expect(closing(ended)).toEqual(['hooray'])
    expect(closing({ ...ended, end: { ...green, verdict: 'red' } })).toEqual(['confused'])
    expect(closing({ ...ended, end: { ...green, verdict: 'error' } })).toEqual(['confused'])
    expect(closing({ ...ended, end: null })).toEqual(['confused'])
    expect(closing({ ...ended, end: { ...green, verdict: 'error', stopped: 'cancelled' } })).toEqual([])
    expect(closing({ ...ended, state: 'superseded', end: null })).toEqual([])
    expect(closing({ ...ended, commentId: null })).toEqual([])
  })

  it('S-06: by a link that names the run', () => {
    const link = (run: QueuedRun, url: string) =>
      told({ kind: 'ended', run, texts: texts('success', url) }).flatMap((one) =>
        one.kind === 'status' ? [one.status.targetUrl] : [],
      )[0]

    expect(link(ended, 'https://ci.example.org/runs/wiki-1/')).toBe('https://ci.example.org/runs/wiki-1/')
    expect(link(ended, `https://ci.example.org/?run=${run.seq}`)).toBe(`https://ci.example.org/?run=${run.seq}`)
    expect(link(ended, 'https://ci.example.org/#top')).toBe(`https://ci.example.org/#run-${run.seq}`)
  })
})

it('S-10: what tells of one thing has one key and the place of its run', () => {
  const first = planReport({ kind: 'queued', run, texts: texts('pending') })
  const last = planReport({ kind: 'ended', run: { ...ended, seq: run.seq + 1 }, texts: texts('success') })
  const keys = (tellings: typeof first, kind: string) =>
    tellings.filter(({ outgoing }) => outgoing.kind === kind).map(({ key }) => key)

  expect(keys(last, 'comment')).toEqual(keys(first, 'comment'))
  expect(keys(last, 'status')).toEqual(keys(first, 'status'))
  expect(keys(last, 'reaction')).not.toEqual(keys(first, 'reaction'))
  expect(new Set(last.map(({ seq }) => seq))).toEqual(new Set([run.seq + 1]))
})

it('A run without pull request is told of by its page alone', () => {
  expect(planReport({ kind: 'ended', run: { ...ended, pullRequest: null }, texts: texts('success') })).toEqual([])
})
