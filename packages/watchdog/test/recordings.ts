import type { Judgement } from '../src/index.js'

interface Expectation {
  /** The column "correct verdict" of the recordings' own description. */
  readonly verdict: Partial<Judgement>
  /** Its column "must not": states and answers that would be wrong, each with the words of the column. */
  readonly mustNot: Readonly<Record<string, (judged: Judgement) => boolean>>
}

const restart = new Set(['POISONED', 'HUNG', 'SUSPECT_HUNG', 'DEAD', 'CONTEXT_DEAD', 'RESTARTING'])
const types = ({ mayType }: Judgement) => mayType === true
const typesNotForbidden = ({ mayType }: Judgement) => mayType !== false
const idle = ({ turn, state }: Judgement) => turn === 'idle' || state === 'IDLE'
const busy = ({ turn, state }: Judgement) => turn === 'busy' || state === 'BUSY'
const draft = ({ composer }: Judgement) => composer === 'draft'
const restarts = ({ state }: Judgement) => restart.has(state)
const is =
  (...states: readonly Judgement['state'][]) =>
  ({ state }: Judgement) =>
    states.includes(state)
const dialog = (kind: string, cursor: string, state: Judgement['state'] = 'DIALOG'): Partial<Judgement> => ({
  state,
  turn: 'dialog',
  composer: 'none',
  dialog: { kind, cursor },
  mayType: false,
})
const quiet: Partial<Judgement> = { state: 'IDLE', turn: 'idle', dialog: null, retry: null, limit: null, error: null }

export const panes: Readonly<Record<string, Expectation>> = {
  'busy-tool': {
    verdict: { state: 'BUSY', turn: 'busy', composer: 'empty', mayType: false },
    mustNot: { idle, 'empty composer, so type': typesNotForbidden },
  },
  'idle-fresh': {
    verdict: { ...quiet, composer: 'empty' },
    mustNot: { busy, 'unknown because of the title': is('UNKNOWN'), 'permits alone': types },
  },
  'idle-after-turn': {
    verdict: { ...quiet, composer: 'empty' },
    mustNot: { busy, hung: is('HUNG', 'SUSPECT_HUNG'), types },
  },
  'dialog-trust': { verdict: dialog('trust', 'No, exit'), mustNot: { idle, typesNotForbidden } },
  'dialog-bypass': { verdict: dialog('bypass', 'No, exit'), mustNot: { idle, typesNotForbidden } },
  'dialog-api-key': { verdict: dialog('api-key', 'No (recommended)'), mustNot: { idle, typesNotForbidden } },
  'dialog-permission': {
    verdict: dialog('permission', '1. Yes', 'WAITING_PERMISSION'),
    mustNot: { idle, busy, hung: is('HUNG', 'SUSPECT_HUNG'), typesNotForbidden },
  },
  'err-400-thinking-1': { verdict: { ...quiet, composer: 'empty' }, mustNot: { POISONED: is('POISONED'), restarts } },
  'err-400-toolconc': { verdict: { ...quiet, composer: 'hint' }, mustNot: { draft, POISONED: is('POISONED') } },
  'err-529-repeated': { verdict: { ...quiet, composer: 'hint' }, mustNot: { draft, restarts } },
  'not-logged-in': { verdict: { ...quiet, composer: 'hint' }, mustNot: { draft, restarts, 'nudge loop': types } },
  'interrupted-then-queued-retry': {
    verdict: { state: 'BUSY', turn: 'busy', composer: 'empty', retry: { attempt: 2, max: 10 }, error: null },
    mustNot: { idle, 'blocked by old words': is('BILLING_BLOCKED', 'POISONED') },
  },
  'retry-econnreset': {
    verdict: { state: 'BUSY', turn: 'busy', composer: 'hint', retry: { attempt: 6, max: 10 }, mayType: false },
    mustNot: { idle, draft, restarts, 'a second nudge': typesNotForbidden },
  },
  'limit-5h-armed': {
    verdict: {
      state: 'LIMITED',
      turn: 'idle',
      composer: 'empty',
      dialog: null,
      // It names a time without a date, and nobody says when it was captured.
      limit: { kind: 'five_hour', until: null, armed: true },
    },
    mustNot: { 'dialog because of Esc': ({ turn }) => turn === 'dialog', nudge: typesNotForbidden },
  },
  'limit-weekly-dialog': {
    verdict: {
      ...dialog('limit-weekly', '1. Stop and wait for limit to reset'),
      limit: { kind: 'seven_day', until: Date.parse('2026-11-26T00:43:00Z') / 1000, armed: false },
    },
    mustNot: { 'text nudge': typesNotForbidden, armed: ({ limit }) => limit?.armed === true },
  },
  exited: {
    verdict: { state: 'DEAD', turn: 'exited', composer: 'none', dialog: null },
    mustNot: { idle, typing: typesNotForbidden },
  },
}

export const records: Readonly<Record<string, Expectation>> = {
  'transcript-400-thinking.jsonl': {
    verdict: { kind: 'transcript', state: 'API_TROUBLE', turn: 'idle', error: { class: 'thinking', streak: 2 } },
    mustNot: { POISONED: is('POISONED'), 'class from error': ({ error }) => error?.class === 'unknown' },
  },
  'transcript-400-toolconc.jsonl': {
    verdict: { kind: 'transcript', state: 'API_TROUBLE', error: { class: 'tool-history', streak: 1 } },
    mustNot: { generic: ({ error }) => ['thinking', 'invalid-request'].includes(error?.class ?? '') },
  },
  'transcript-529.jsonl': {
    verdict: { kind: 'transcript', state: 'API_TROUBLE', error: { class: 'overloaded', streak: 1 }, limit: null },
    mustNot: { restarts, LIMITED: is('LIMITED') },
  },
  'transcript-usage-limit-5h.jsonl': {
    verdict: {
      kind: 'transcript',
      state: 'LIMITED',
      limit: { kind: 'five_hour', until: 1_795_398_424, armed: false },
      mayType: false,
    },
    mustNot: {
      'the text instead of the epoch': ({ limit }) => limit?.until === Date.parse('2026-11-23T01:47:00Z') / 1000,
      API_TROUBLE: is('API_TROUBLE'),
    },
  },
  'transcript-auto-continue.jsonl': {
    verdict: { kind: 'transcript', state: 'BUSY', turn: 'busy', limit: null, error: null },
    mustNot: { 'our own nudge on top': typesNotForbidden, 'still limited': is('LIMITED') },
  },
  'transcript-assistant-split-usage.jsonl': {
    verdict: {
      kind: 'transcript',
      state: 'IDLE',
      error: null,
      usage: { input: 20, output: 40, cacheRead: 200, cacheWrite: 40 },
    },
    mustNot: { 'summing per line': ({ usage }) => usage?.output === 80 },
  },
  'hooks-usage-limit.jsonl': {
    verdict: { kind: 'hooks', state: 'IDLE', turn: 'idle', limit: null, error: null },
    mustNot: { 'reset from the text': ({ limit }) => limit !== null, types },
  },
  'hooks-permission.jsonl': {
    verdict: { kind: 'hooks', state: 'WAITING_PERMISSION', turn: 'dialog', mayType: false },
    mustNot: { idle, typing: typesNotForbidden },
  },
  'sessions-registry-stale-and-live.jsonl': {
    verdict: {
      kind: 'registry',
      state: 'IDLE',
      owners: [
        { pid: 217, sessionId: '430f15db-d253-4a7f-8d46-8317489ed7c7', alive: false },
        { pid: 330, sessionId: '88888888-2222-4333-8444-555555555551', alive: false },
        { pid: 426, sessionId: '88888888-2222-4333-8444-555555555551', alive: true },
        { pid: 72, sessionId: '13865b5a-580f-4665-bbac-587f91f2bd89', alive: false },
      ],
    },
    mustNot: { 'two owners': is('FOREIGN'), 'owner by pid alone': ({ owners }) => owners[3]?.alive !== false },
  },
  'statusline-with-rate_limits.json': {
    verdict: {
      kind: 'statusline',
      state: 'UNKNOWN',
      turn: null,
      limit: { kind: 'five_hour', until: 1_795_398_424, armed: false },
    },
    mustNot: { 'LIMITED from this alone': is('LIMITED') },
  },
  'stream-json-429.jsonl': {
    verdict: {
      kind: 'stream-json',
      state: 'LIMITED',
      turn: 'idle',
      error: { class: 'limit', streak: 1 },
      limit: { kind: 'five_hour', until: 1_795_399_763, armed: false },
    },
    mustNot: { success: is('IDLE') },
  },
}
