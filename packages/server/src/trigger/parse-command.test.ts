import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCommand } from './parse-command.js'

const full = { kind: 'run', mode: { kind: 'full' } }
const quick = { kind: 'run', mode: { kind: 'quick' } }
const none = { kind: 'none' }

describe('S-03: a comment', () => {
  it.each([
    ['!testme', full],
    ['!testme\n', full],
    ['!testme\r\n\r\nPlease look at the upgrade.', full],
    ['\n\n!testme', full],
    ['  !testme  ', full],
    ['!testme quick', quick],
    ['!testme --quick', quick],
    ['!testme\u00a0quick', quick],
    ['!testme   quick\t', quick],
    ['!testme plan', { kind: 'run', mode: { kind: 'plan' } }],
    ['!testme upgrade', { kind: 'run', mode: { kind: 'tiers', tiers: ['upgrade'] } }],
    ['!testme backup', { kind: 'run', mode: { kind: 'tiers', tiers: ['backup', 'restore'] } }],
    ['!testme keep 30m', { kind: 'run', mode: { kind: 'keep', minutes: 30 } }],
    ['!testme keep 120m', { kind: 'run', mode: { kind: 'keep', minutes: 120 } }],
    ['!testme cancel', { kind: 'cancel' }],
    ['!testme help', { kind: 'help' }],
  ])('%j asks for something', (comment, command) => {
    expect(parseCommand(comment)).toEqual(command)
  })

  it.each([
    '!testme foo',
    '!testme quick please',
    '!testme QUICK',
    '!testme keep',
    '!testme keep 30',
    '!testme keep 0m',
    '!testme keep 121m',
    '!testme keep -5m',
    '!testme quick upgrade',
    '!testme constructor',
  ])('%j starts nothing and is answered', (comment) => {
    expect(parseCommand(comment)).toEqual({ kind: 'unknown', words: comment.slice('!testme '.length) })
  })

  it.each([
    '!testmexyz',
    '!testme, please',
    '!testme.',
    '!testme-quick',
    '!testme\u200b',
    '!TESTME',
    '!Testme quick',
    '> !testme',
    '   > !testme',
    '    !testme',
    '\t!testme',
    '```\n!testme\n```',
    '`!testme`',
    '- !testme',
    '<!-- \n!testme\n-->',
    'Can you write !testme?',
    'Thanks!\n!testme',
    'testme',
    '! testme',
    '',
    ' \r\n ',
  ])('%j does not speak to us', (comment) => {
    expect(parseCommand(comment)).toEqual(none)
  })

  it('without the word never asks for anything, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        fc.pre(!text.includes('!testme'))
        expect(parseCommand(text)).toEqual(none)
      }),
      { numRuns: 200 },
    )
  })

  it('is read in the same way whatever is written below it', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 100 }), (text) => {
        expect(parseCommand(`!testme quick\n${text}`)).toEqual(quick)
      }),
      { numRuns: 100 },
    )
  })
})
