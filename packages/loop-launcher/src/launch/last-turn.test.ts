import { expect, it } from 'vitest'
import { readLastTurn } from './last-turn.js'

const user = (content: unknown, more: object = {}) => ({ type: 'user', message: { content }, ...more })
const assistant = (reason: string | null, more: object = {}) => ({
  ...{ type: 'assistant', message: { stop_reason: reason } },
  ...more,
})

it.each<[string, 'over' | 'running' | 'unreadable', readonly (object | string)[]]>([
  ['a prompt', 'running', [user('go on')]],
  ['a tool call', 'running', [user('go on'), assistant('tool_use')]],
  ['the result of a tool', 'running', [assistant('tool_use'), user([{ type: 'tool_result' }])]],
  ['an answer that is being written', 'running', [user('go on'), assistant(null)]],
  ['an answer', 'over', [user('go on'), assistant('end_turn')]],
  ['an error of the API', 'over', [assistant('tool_use'), assistant(null, { isApiErrorMessage: true })]],
  ['an interruption', 'over', [user('go on'), user([{ type: 'text', text: '[Request interrupted by user]' }])]],
  ['a command of the client', 'over', [user('go on'), assistant('end_turn'), user('<command-name>/exit')]],
  [
    'a record of a helper and a notice',
    'over',
    [assistant('end_turn'), user('x', { isSidechain: true }), { type: 'system' }],
  ],
  ['a torn line', 'running', [user('go on'), '{"type":"assi']],
  ['nothing else than a torn line', 'unreadable', ['{"type":"assi']],
  ['nothing', 'unreadable', []],
])('after %s a turn is %s', (_, expected, lines) => {
  expect(readLastTurn(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))))).toBe(expected)
})
