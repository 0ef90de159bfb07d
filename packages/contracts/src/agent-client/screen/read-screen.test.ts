import { describe, expect, it } from 'vitest'
import { readScreen } from './read-screen.js'

const escapeByte = String.fromCharCode(27)
const rule = '─'.repeat(60)
const composer = (...lines: string[]) => ['● an answer', '', rule, ...lines, rule, '  ? for shortcuts'].join('\n')

describe('the composer', () => {
  it.each([
    ['empty, with its inverse cursor', composer(`❯\u00a0${escapeByte}[7m ${escapeByte}[0m`), 'empty', ''],
    ['a draft', composer('❯\u00a0half a thought'), 'draft', 'half a thought'],
    ['a draft of several lines', composer('❯\u00a0one', '  two'), 'draft', 'one\n  two'],
    [
      'a hint: the first character inverse, the rest dim',
      composer(`❯\u00a0${escapeByte}[7mR${escapeByte}[0;2mesend your message${escapeByte}[0m`),
      'hint',
      '',
    ],
    [
      'a draft that starts under the cursor is no hint',
      composer(`❯\u00a0${escapeByte}[7mR${escapeByte}[0mesend your message`),
      'draft',
      'Resend your message',
    ],
    [
      'colours with the codes 2 and 7 in them are no attributes',
      composer(`❯\u00a0${escapeByte}[38;5;7mx`),
      'draft',
      'x',
    ],
  ])('%s', (_, screen, expected, draft) => {
    expect(readScreen(screen)).toMatchObject({ composer: expected, draft, dialog: undefined })
  })

  it('is none where a past prompt stands between rules', () => {
    expect(readScreen([rule, '❯ past prompt', rule].join('\n')).composer).toBe('none')
  })
})

describe('dialogs', () => {
  const trust =
    ' Quick safety check: do you trust it?\n\n ❯ No, exit\n   Yes\n\n Enter to confirm · Esc to cancel\n\n\n'

  it('W-56: reads which label the cursor is on', () => {
    expect(readScreen(trust)).toMatchObject({ composer: 'none', dialog: { kind: 'trust', cursor: 'No, exit' } })
  })

  it('W-55: knows a numbered list under a question', () => {
    const screen = '● Running\n\n Do you want to proceed?\n ❯ 1. Yes\n   2. No\n\n Esc to cancel'
    expect(readScreen(screen).dialog).toEqual({ kind: 'permission', cursor: '1. Yes' })
  })

  it('W-01: words of a dialog in an answer are none while there is a composer', () => {
    expect(readScreen(`${trust.trimEnd()}\n${composer('❯\u00a0')}`).dialog).toBeUndefined()
  })

  it('`Esc to cancel` alone is none: the footer of a limit has it, too', () => {
    expect(readScreen('⚠ Usage limit reached\n  Continuing automatically · Esc to cancel').dialog).toBeUndefined()
  })
})
