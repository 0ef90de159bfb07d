import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readStatusline, readUsage, tokensPerModel } from '../src/agent-client.js'

/** Recordings of the agent client lie beside the clone on machines that develop cc-ci; they are never copied into the project. */
const records =
  process.env.CC_CI_AGENT_RECORDINGS ??
  fileURLToPath(new URL('../../../../shared/fixtures/agent-client/records/', import.meta.url))
const reason = existsSync(records) ? '' : ' (skipped without the recordings: CC_CI_AGENT_RECORDINGS)'
const read = (name: string): string => readFileSync(join(records, name), 'utf8')

describe.skipIf(reason !== '')(`what the agent client recorded${reason}`, () => {
  it('counts an answer of two lines once: input 20, output 40, cache read 200, cache write 40', () => {
    const { responses, skipped } = readUsage([read('transcript-assistant-split-usage.jsonl')])

    expect(tokensPerModel(responses)).toEqual([
      {
        model: 'claude-opus-5-5',
        responses: 2,
        tokens: { input: 20, output: 40, cacheRead: 200, cacheWrite: 40 },
      },
    ])
    expect(skipped).toEqual({ unreadable: 0, oversized: 0, other: 0 })
  })

  it.each(['transcript-400-thinking.jsonl', 'transcript-529.jsonl', 'transcript-usage-limit-5h.jsonl'])(
    'takes the errors of %s for no answers',
    (name) => {
      expect(readUsage([read(name)]).responses).toEqual([])
    },
  )

  it('tells when the limit resets, and misses no key that is not there', () => {
    expect(readStatusline(read('statusline-with-rate_limits.json'))).toMatchObject({
      contextPercent: 0,
      limits: [{ window: 'five_hour', usedPercent: 100, resetsAt: 1_795_398_424 }],
    })
  })
})
