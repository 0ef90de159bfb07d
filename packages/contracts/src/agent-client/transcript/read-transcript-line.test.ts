import { describe, expect, it } from 'vitest'
import { readTranscriptLine } from './read-transcript-line.js'
import { transcriptFact } from './transcript-fact.js'
import { emptyTranscript } from './transcript-state.js'

const thinking = 'API Error: 400 `thinking` blocks in the latest assistant message cannot be modified.'
const started = Date.parse('2026-11-23T00:00:00Z')
let made = 0

/** A record `minute` minutes after the start. */
const record = (minute: number, fields: object) => {
  made += 1
  const timestamp = new Date(started + minute * 60_000).toISOString()
  return JSON.stringify({
    uuid: `u${made}`,
    parentUuid: `p${made}`,
    isSidechain: false,
    sessionId: 's',
    timestamp,
    ...fields,
  })
}
const failure = (minute: number, fields: object = {}, text = thinking) =>
  record(minute, {
    type: 'assistant',
    isApiErrorMessage: true,
    apiErrorStatus: 400,
    error: 'unknown',
    message: { id: `e${made}`, model: '<synthetic>', content: [{ type: 'text', text }] },
    ...fields,
  })
const limited = (minute: number, fields: object = {}) =>
  failure(
    minute,
    {
      apiErrorStatus: 429,
      error: 'rate_limit',
      apiError: 'usage_limit_reached',
      quotaLimits: { status: 'rejected', resetsAt: 1_795_398_424, rateLimitType: 'five_hour' },
      ...fields,
    },
    "You've hit your 5-hour limit · resets 3:33am (UTC)",
  )
const answer = (minute: number, text = 'done', fields: object = {}) =>
  record(minute, {
    type: 'assistant',
    message: {
      id: `m${made}`,
      model: 'large',
      stop_reason: 'end_turn',
      content: [{ type: 'text', text }],
      usage: { input_tokens: 1, output_tokens: 2, cache_read_input_tokens: 3, cache_creation_input_tokens: 4 },
    },
    ...fields,
  })
const user = (minute: number, content: unknown, fields: object = {}) =>
  record(minute, { type: 'user', message: { role: 'user', content }, origin: { kind: 'human' }, ...fields })
const notice = (minute: number, content: string) =>
  record(minute, { type: 'system', subtype: 'informational', content })

const fold = (...lines: readonly string[]) => lines.reduce(readTranscriptLine, emptyTranscript('UTC'))
const read = (...lines: readonly string[]) =>
  transcriptFact(fold(...lines), { sessionId: 'named', bytes: 0, grewAt: null })

describe('errors in a transcript', () => {
  it('W-25: count turns in a row of one class, whatever the client calls it', () => {
    expect(read(failure(1), user(2, 'on'), failure(3), user(4, 'on'), failure(5)).error).toMatchObject({
      class: 'thinking',
      streak: 3,
    })
  })

  it.each([
    ['a success', () => answer(3)],
    ['an error of another class', () => failure(3, { apiErrorStatus: 529 }, 'Repeated 529 Overloaded errors')],
  ])('begin anew after %s', (_, between) => {
    expect(read(failure(1), failure(2), between(), failure(4)).error).toMatchObject({ class: 'thinking', streak: 1 })
  })

  it('W-02: are void after a success, and so is a limit', () => {
    expect(read(limited(1), user(2, 'on'), answer(3))).toMatchObject({
      error: null,
      limit: null,
      last: { kind: 'answer' },
    })
  })

  it('count one turn once, though it wrote two lines', () => {
    const first = failure(1, { uuid: 'first' })
    expect(read(first, failure(2, { parentUuid: 'first' })).error).toMatchObject({ streak: 1 })
    expect(read(failure(2, { parentUuid: 'first' }), first).error).toMatchObject({ streak: 1 })
  })

  it.each([
    ['an answer', () => answer(1, `It printed: ${thinking}`)],
    ['a message', () => user(1, `Why does it say "${thinking}"?`)],
    ['the result of a tool', () => user(1, [{ type: 'tool_result', content: failure(1) }], { toolUseResult: {} })],
    ['a remark', () => notice(1, thinking)],
    [
      'what the client says in a model’s name',
      () => failure(1, { isApiErrorMessage: undefined }, 'No response requested.'),
    ],
    ['an agent that the agent started', () => failure(1, { isSidechain: true })],
  ])('W-01: are not what %s quotes', (_, quote) => {
    expect(read(quote())).toMatchObject({ error: null, limit: null })
  })
})

describe('limits in a transcript', () => {
  it('W-60: end at the epoch that is named, whatever the words say', () => {
    expect(read(limited(1)).limit).toMatchObject({ kind: 'five_hour', until: 1_795_398_424, armed: false })
  })

  it('W-61: end at the time in the words where no epoch is', () => {
    const old = failure(1, { apiErrorStatus: undefined }, "You've hit your weekly limit · resets 3:33am (UTC)")
    expect(read(old).limit).toMatchObject({ kind: 'seven_day', until: Date.parse('2026-11-23T03:33:00Z') / 1000 })
  })

  it('W-64: are not what a busy server says', () => {
    const busy = { apiErrorStatus: 429, error: 'rate_limit' }
    expect(read(failure(1, busy, 'Server is temporarily limiting requests (not your usage limit)'))).toMatchObject({
      limit: null,
      error: { class: 'throttled' },
    })
  })

  it('W-63: are armed when the client says that it goes on by itself, and no more when it does or somebody cancels', () => {
    const promise = notice(2, 'Usage limit reached · set to continue automatically at 3:33am')
    expect(read(limited(1), promise).limit).toMatchObject({ armed: true, until: 1_795_398_424 })
    const cancelled = read(limited(1), promise, notice(3, 'Automatic continue cancelled · type to continue'))
    expect(cancelled.limit).toMatchObject({ armed: false })
    const goesOn = user(4, 'Your limit has reset.', { origin: { kind: 'auto-continuation' }, isMeta: true })
    expect(read(limited(1), promise, goesOn)).toMatchObject({
      limit: null,
      last: { kind: 'continuation' },
      continuedAt: started / 1000 + 240,
      acknowledged: [],
    })
  })

  it('W-59: are near when the client says that it wraps up, until the window is over', () => {
    const near = notice(1, 'Approaching your 5-hour usage limit — Claude will wrap up the current step.')
    expect(read(near, answer(2)).nearLimit).toBe(true)
    expect(read(near, answer(2), user(400, 'next')).nearLimit).toBe(false)
    expect(read(answer(1, 'Approaching your 5-hour usage limit')).nearLimit).toBe(false)
  })
})

describe('what arrived', () => {
  it('is known by its mark anywhere in what somebody typed', () => {
    expect(
      read(user(1, '<pasted_content id=1>\nDo it [cc-ci:a1] now'), user(2, [{ type: 'text', text: '[cc-ci:b2]' }])),
    ).toMatchObject({ acknowledged: ['a1', 'b2'] })
  })

  it.each([
    ['a tool printed', user(1, [{ type: 'tool_result' }], { toolUseResult: { stdout: '[cc-ci:a1]' } })],
    ['an answer repeats', answer(1, '[cc-ci:a1]')],
    ['a summary repeats', user(1, '[cc-ci:a1]', { isCompactSummary: true })],
    ['waits in the queue', record(1, { type: 'queue-operation', content: '[cc-ci:a1]' })],
    ['the client wrote itself', user(1, '[cc-ci:a1]', { isMeta: true })],
  ])('is not what %s', (_, line) => {
    expect(read(line).acknowledged).toEqual([])
  })
})

describe('a damaged transcript', () => {
  const lines = [user(1, 'go [cc-ci:a]'), failure(2), user(3, 'on'), answer(4), user(5, 'on'), failure(6), failure(7)]
  const whole = read(...lines)

  it.each([
    ['torn lines', lines.flatMap((line) => [line.slice(0, 40), line]), 7],
    ['NULs before its records', lines.map((line) => `${'\0'.repeat(9)}${line}`), 0],
    ['lines of NULs', lines.flatMap((line) => ['\0'.repeat(9), line]), 7],
    ['ends of lines as on Windows', lines.map((line) => `${line}\r`), 0],
    ['every line twice', lines.flatMap((line) => [line, line]), 0],
    ['all lines twice', [...lines, ...lines], 0],
    ['its lines in another order', [6, 1, 4, 0, 2, 5, 3].map((index) => lines[index] ?? ''), 0],
    ['a line of a megabyte', [...lines, record(0, { type: 'attachment', data: 'x'.repeat(2 ** 20) })], 0],
  ])('says the same with %s', (_, damaged, torn) => {
    const { records, tornLines, ...rest } = read(...damaged)
    const { records: allRecords, tornLines: none, ...expected } = whole
    expect(rest).toEqual(expected)
    expect(tornLines).toBe(torn)
  })

  it('W-33: counts types that nobody knows, and never guesses', () => {
    expect(read(record(1, { type: 'dream' }), '{"type":7}', '[]')).toMatchObject({
      unknownShapes: ['record type "dream"'],
      tornLines: 2,
      last: null,
    })
  })
})

it('counts the tokens of an answer once, however many lines it has', () => {
  const line = answer(1)
  const again = line.replace('"uuid":"', '"uuid":"x')
  const state = fold(line, again, answer(2))
  expect(state.tokens).toEqual({ input: 2, output: 4, cacheRead: 6, cacheWrite: 8 })
  expect(state.successes).toBe(2)
})

it('knows whether a turn runs', () => {
  expect(read(answer(1), user(2, 'on')).last).toMatchObject({ kind: 'prompt' })
  expect(read(answer(1, 'x', { message: { model: 'l', stop_reason: 'tool_use', content: [] } })).last?.kind).toBe(
    'tool',
  )
  expect(read(user(1, 'on'), user(2, [{ type: 'text', text: '[Request interrupted by user]' }])).last?.kind).toBe(
    'notice',
  )
})

it('is plain JSON at every line', () => {
  const state = fold(user(1, 'go [cc-ci:a]'), limited(2))
  expect(JSON.parse(JSON.stringify(state))).toEqual(state)
})
