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

describe('a turn', () => {
  const screen = (above: readonly string[], footer: readonly string[] = []) =>
    ['❯ go', '', ...above, rule, '❯\u00a0', rule, ...footer, '  ⏵⏵ auto mode on (shift+tab to cycle)'].join('\n')
  const footer = ['  ⏵⏵ auto mode on (shift+tab to cycle) · esc to interrupt']

  it.each([
    ['W-04: busy by its footer, though the composer is empty', screen([], footer), {}, 'busy'],
    ['busy by its title', screen([]), { title: '◑ Claude Code' }, 'busy'],
    ['busy by its spinner', screen(['✢ Pondering… (3s · ↓ 20 tokens)']), {}, 'busy'],
    ['busy by the spinner of an older client', screen(['✽ Pondering… (3s · esc to interrupt)']), {}, 'busy'],
    [
      'W-03: idle after a turn, whose summary has a star, too',
      screen(['✻ Cogitated for 8s · done 12:42 AM']),
      {},
      'idle',
    ],
    ['idle with a title that is left of a probe', screen([]), { title: 'Gi=31,s=1' }, 'idle'],
    ['W-01: idle where an answer quotes a spinner', screen(['● It shows', '  ✢ Pondering… (3s)', '', '']), {}, 'idle'],
    ['W-01: idle where an answer quotes the footer', screen(['● It shows esc to interrupt', '']), {}, 'idle'],
    ['exited when its process has ended, whatever still is drawn', screen([], footer), { dead: true }, 'exited'],
    ['exited when the terminal says so', `${screen([], footer)}\nPane is dead (signal 9, Mon Nov 23)`, {}, 'exited'],
    ['exited when it says how to resume', 'Resume this session with:\nclaude --resume 1-2\n', {}, 'exited'],
    [
      'W-01: idle where an answer quotes that',
      screen(['● Resume this session with:', 'claude --resume 1-2']),
      {},
      'idle',
    ],
    ['unknown where nothing is known', 'user@host:~$ ', {}, 'unknown'],
  ])('is %s', (_, capture, pane, turn) => {
    expect(readScreen(capture, pane).turn).toBe(turn)
  })

  it('W-51: tells retries, and messages that wait for the end of the turn', () => {
    const retry = ['✻ Connection dropped (ECONNRESET) · retrying in 17s · attempt 6/10']
    expect(readScreen(screen(['❯ on', '  ⎿  Queued · ctrl+x ctrl+s to send now', '', ...retry], footer))).toMatchObject(
      {
        turn: 'busy',
        retry: { attempt: 6, max: 10 },
        queued: true,
      },
    )
    expect(readScreen(screen(['● It said', `  ${retry}`], footer))).toMatchObject({ retry: undefined, queued: false })
  })

  it('a limit is armed by the footer alone', () => {
    const said = ["  ⎿  You've hit your 5-hour limit · resets 2:13am (UTC)"]
    const armed = [
      '  ⚠ Usage limit reached · limit resets 2:13am',
      '    Continuing automatically at 2:13am · Esc to cancel',
    ]
    expect(readScreen(screen(said, armed))).toMatchObject({
      turn: 'idle',
      dialog: undefined,
      limit: { kind: 'five_hour', resets: '2:13am (UTC)', armed: true },
    })
    expect(readScreen(screen([...armed, '']))).toMatchObject({ limit: undefined })
    expect(readScreen(screen(said))).toMatchObject({ limit: undefined, errorHint: true })
    // Old clients have no such footer: there the line counts while it is the last.
    expect(
      readScreen(`✻ Claude Code v2.0.76\n${screen([...said].map((line) => line.replace('5-hour', 'session')))}`).limit,
    ).toMatchObject({ kind: 'five_hour', armed: false })
  })

  it('is read like that of the newest known client when the client is newer, and says so', () => {
    const { version, marks } = readScreen(` ▐▛███▛█   Claude Code v9.0.0\n${screen([])}`)
    expect(version).toBe('9.0.0')
    expect(marks).toContainEqual({ line: 1, why: expect.stringContaining('newer than 2.1.330') })
    expect(readScreen(screen(['● Look:', '  Claude Code v9.0.0', ''])).version).toBeUndefined()
  })
})

describe('older clients', () => {
  const box = (...inner: readonly string[]) =>
    [`╭${'─'.repeat(40)}╮`, ...inner.map((line) => `│${line.padEnd(40)}│`), `╰${'─'.repeat(40)}╯`].join('\n')

  it('type into a box', () => {
    expect(readScreen(`● done\n${box(' > ')}\n  ? for shortcuts`)).toMatchObject({ turn: 'idle', composer: 'empty' })
    expect(readScreen(`● done\n${box(' > half a')}\n  ? for shortcuts`)).toMatchObject({
      composer: 'draft',
      draft: 'half a',
    })
  })

  it('ask in a box', () => {
    const asked = box(' Do you trust the files in this folder?', '', ' ❯ 1. Yes, proceed', '   2. No, exit')
    expect(readScreen(`${asked}\n   Enter to confirm · Esc to exit`)).toMatchObject({
      turn: 'dialog',
      dialog: { kind: 'trust', cursor: '1. Yes, proceed' },
    })
  })
})

it('without colours, known hints are told from drafts', () => {
  expect(readScreen(composer('❯\u00a0Resend your message to try again')).composer).toBe('hint')
  expect(readScreen(composer('❯\u00a0Resend your message to me')).composer).toBe('draft')
})

it('W-01: a permission that quotes another dialog is a permission', () => {
  const asked = `${rule}\n Bash command\n echo "Quick safety check: Rewind" && echo "Stop and wait for limit to reset"\n Do you want to proceed?\n ❯ 1. Yes\n   2. No\n\n Esc to cancel`
  expect(readScreen(asked).dialog).toEqual({ kind: 'permission', cursor: '1. Yes' })
})
