import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { findNewShapes, type Judgement, judgeRecording } from '../src/index.js'
import { panes, records } from './recordings.js'

/** Recordings of the agent client lie beside the clone on machines that develop cc-ci; they are never copied into the project. */
const folder = fileURLToPath(new URL('../../../../shared/fixtures/agent-client/', import.meta.url))
const reason = existsSync(folder) ? '' : ' (skipped: there are no recordings beside the clone)'

/** The recordings were made on that day; their files may be copies. */
const writtenAt = Date.parse('2026-11-24T00:00:00Z') / 1000

function judgePane(name: string, how: 'plain' | 'styled' | 'alone'): Judgement {
  const read = (ending: string) => readFileSync(join(folder, 'panes', `${name}${ending}`), 'utf8')
  const { title, dead } = JSON.parse(read('.meta.json')) as { title: string; dead: string }
  const description = { title, dead: dead === '1' }
  if (how === 'alone') return judgeRecording({ file: 'x', text: read('.ansi'), writtenAt })
  const styled = how === 'styled' ? read('.ansi') : undefined
  return judgeRecording({ file: 'x', text: read('.txt'), styled, ...(styled && { description }), writtenAt })
}

function judgeRecord(name: string): Judgement {
  const text = readFileSync(join(folder, 'records', name), 'utf8')
  return judgeRecording(
    { file: 'x', text },
    {
      living: [
        { pid: 426, start: '214837' },
        { pid: 72, start: '1' },
      ],
    },
  )
}

describe.skipIf(reason !== '')(
  `what was recorded of the agent client is judged as its description says${reason}`,
  () => {
    const seen = new Map<string, number>()
    const check = (expectation: (typeof panes)[string] | undefined, judged: Judgement) => {
      if (expectation === undefined) throw new Error('This recording has no expectation.')
      const pair = `${expectation.verdict.state?.padEnd(20)} ${judged.state}`
      seen.set(pair, (seen.get(pair) ?? 0) + 1)
      expect(judged).toMatchObject(expectation.verdict)
      const wrong = Object.entries(expectation.mustNot).filter(([, agrees]) => agrees(judged))
      expect(wrong.map(([what]) => what)).toEqual([])
      expect(judged.evidence.length).toBeGreaterThan(0)
    }

    const paneNames = existsSync(folder)
      ? readdirSync(join(folder, 'panes'))
          .filter((name) => name.endsWith('.txt'))
          .map((name) => basename(name, '.txt'))
      : []
    it.each(paneNames)('the screen %s: with its colours, without them, and with nothing else', (name) => {
      for (const how of ['styled', 'plain', 'alone'] as const) check(panes[name], judgePane(name, how))
    })

    it.each(existsSync(folder) ? readdirSync(join(folder, 'records')) : [])('%s', (name) => {
      check(records[name], judgeRecord(name))
    })

    it('holds nothing that is new to the canary', () => {
      const files = ['panes', 'records'].flatMap((part) =>
        readdirSync(join(folder, part)).map((name) => join(part, name)),
      )
      const compared = files
        .filter((file) => !file.endsWith('.meta.json'))
        .map((file) => findNewShapes({ file, text: readFileSync(join(folder, file), 'utf8') }))
      expect(compared.filter((each) => each.new.length > 0)).toEqual([])
    })

    it('judges every one of them, and each in a state that its description does not forbid', () => {
      expect(paneNames.toSorted()).toEqual(Object.keys(panes).toSorted())
      expect(readdirSync(join(folder, 'records')).toSorted()).toEqual(Object.keys(records).toSorted())
    })

    it('would notice a wrong judgement: each column of "must not" is broken by some state', () => {
      const wrong = {
        composer: 'draft',
        turn: 'dialog',
        mayType: true,
        limit: { kind: 'x', until: 1, armed: true },
      } as const
      const broken = Object.entries({ ...panes, ...records }).map(([name, { mustNot, verdict }]) => {
        const judged = {
          ...judgeRecording({ file: 'x', text: '' }),
          ...verdict,
          ...wrong,
          state: 'POISONED',
        } as Judgement
        return [
          name,
          Object.values(mustNot).some((agrees) => agrees(judged) || agrees({ ...judged, ...badTwins[name] })),
        ]
      })
      expect(broken.filter(([, notices]) => notices !== true)).toEqual([])
    })

    afterAll(() => {
      const rows = [...seen].sort().map(([pair, count]) => `  ${pair.padEnd(40)} ${count}`)
      process.stdout.write(
        `Confusion table\n  ${'described'.padEnd(20)} ${'judged'.padEnd(19)} files\n${rows.join('\n')}\n`,
      )
    })
  },
)

const badTwins: Readonly<Record<string, Partial<Judgement>>> = {
  'transcript-400-toolconc.jsonl': { error: { class: 'thinking', streak: 3 } },
  'transcript-usage-limit-5h.jsonl': { state: 'API_TROUBLE' },
  'transcript-assistant-split-usage.jsonl': { usage: { input: 40, output: 80, cacheRead: 400, cacheWrite: 80 } },
  'sessions-registry-stale-and-live.jsonl': { state: 'FOREIGN' },
  'statusline-with-rate_limits.json': { state: 'LIMITED' },
  'stream-json-429.jsonl': { state: 'IDLE' },
}
