import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { printTable } from './markdown-table.js'
import { readDocument } from './protocol-document.js'
import { addReview, readFindings, readReviews } from './review-document.js'
import { type Claim, putClaim, readClaims } from './status-document.js'
import { toOneLine } from './table-cell.js'

const claim = (change: Partial<Claim> = {}): Omit<Claim, 'line'> => ({
  ...{ item: 'D1', commit: 'a'.repeat(40), claimedAt: '2026-01-01T00:00:00Z' },
  ...{ how: 'npm test', expected: '0 failed', where: 'the last line' },
  ...change,
})

/** Text with much of what could be taken for the structure around it. */
const nasty = fc
  .array(
    fc.oneof(
      fc.string(),
      fc.constantFrom('|', '\\', '\\|', '<!--', '-->', '```', '\n', '# ', '---', ' ', '`', '\u202e'),
    ),
  )
  .map((parts) => parts.join(''))
const prose = fc
  .array(fc.oneof(nasty, fc.constantFrom('## DONE', '| a | b |', '|---|---|', '', 'Words.')))
  .map((lines) => lines.join('\n'))

describe('a protocol file', () => {
  it('is the same text again when nothing was changed, whatever it holds', () => {
    fc.assert(
      fc.property(prose, fc.constantFrom('\n', '\r\n'), (text, end) => {
        const written = text.replaceAll('\n', end)
        const { lines } = readDocument(written)
        expect(lines.map((line) => line.text + line.end).join('')).toBe(written)
      }),
    )
  })

  it('gives back every claim that was written, and keeps what stands above it byte for byte', () => {
    fc.assert(
      fc.property(nasty, nasty, nasty, (how, expected, where) => {
        const above = '# Status\r\n\r\n|odd|  prose |\r\n\ttabs, `|` and trailing blanks  \r\n'
        const first = putClaim(readDocument(above), claim({ how, expected, where }))
        const both = putClaim(first, claim({ item: 'D2' }))
        expect(both.text.startsWith(above)).toBe(true)
        expect(readClaims(both)).toEqual([
          {
            ...claim({ how: toOneLine(how), expected: toOneLine(expected), where: toOneLine(where) }),
            line: expect.any(Number),
          },
          { ...claim({ item: 'D2' }), line: expect.any(Number) },
        ])
      }),
    )
  })

  it('keeps free prose around a table that is printed anew', () => {
    fc.assert(
      fc.property(prose, (text) => {
        const below = `\n\nProse below.\n${text}`
        const document = putClaim(
          readDocument(`Above.\n\n|item|commit|claimedAt|\n|-|-|-|\n| D1 | abc | x |${below}`),
          claim(),
        )
        expect(document.text.startsWith('Above.\n\n| item')).toBe(true)
        expect(document.text.endsWith(below)).toBe(true)
      }),
    )
  })

  it('is the same when the same claim is written twice', () => {
    fc.assert(
      fc.property(nasty, (how) => {
        const once = putClaim(readDocument(''), claim({ how }))
        expect(putClaim(once, claim({ how })).text).toBe(once.text)
      }),
    )
  })
})

describe('a table written by hand', () => {
  it.each([
    ['with loose spacing', 'Item|Commit|Claimed At|How\n-|:-:|-|-\nD1|abc1234|2026-01-01T00:00Z|npm test'],
    [
      'with CRLF',
      '| item | commit | claimed_at | how |\r\n| --- | --- | --- | --- |\r\n| D1 | abc1234 | 2026-01-01T00:00Z | npm test |\r\n',
    ],
    [
      'with columns in another order',
      '|how|claimedAt|commit|item|\n|-|-|-|-|\n|npm test|2026-01-01T00:00Z|`abc1234`|**D1**|',
    ],
    [
      'right below a heading',
      '## Claims\n|item|commit|claimedAt|how|\n|-|-|-|-|\n|D1|abc1234|2026-01-01T00:00Z|npm test|\n## Next',
    ],
    [
      'without its last cells',
      '|item|commit|claimedAt|how|where|\n|-|-|-|-|-|\n|D1|abc1234|2026-01-01T00:00Z|npm test',
    ],
  ])('is understood %s', (_, text) => {
    expect(readClaims(readDocument(text))).toEqual([
      {
        ...claim({ commit: 'abc1234', claimedAt: '2026-01-01T00:00Z', expected: '', where: '' }),
        line: expect.any(Number),
      },
    ])
  })

  it('keeps columns that only people know', () => {
    const text = '| Item | Commit | Claimed at | Mood |\n|---|---|---|---|\n| D1 | abc | x | good \\| better |\n'
    const after = putClaim(readDocument(text), claim()).text

    expect(after).toContain('| Item | Commit')
    expect(after).toContain('| good \\| better |')
    expect(readClaims(readDocument(after))).toEqual([{ ...claim(), line: 3 }])
  })

  it.each([
    ['a code block', '```\n', '\n```'],
    ['a code block of tildes with backticks in it', '~~~md\n```\n', '\n~~~'],
    ['a comment', '<!--\n', '\n-->'],
    ['a comment that begins in a sentence', 'So <!-- or so\n', '\n-->'],
    ['a comment that never ends', '<!--\n', ''],
    ['a block that is indented by four', '    ', ''],
    ['front matter', '---\n', '\n---\n'],
  ])('does not count inside %s', (_, before, after) => {
    const indent = before === '    ' ? before : ''
    const rows = ['| item | verdict |', '|---|---|', '| D1 | PASS |'].map((row) => indent + row).join('\n')
    expect(readReviews(readDocument(`${before.trimEnd() === '' ? '' : before}${rows}${after}`))).toEqual([])
  })

  it('counts again below code, and a comment mark in code or behind a backslash hides nothing', () => {
    const text = '```\nx\n```\n`<!--` and \\<!--\n\n| item | verdict |\n|---|---|\n| D1 | pass |\n'
    expect(readReviews(readDocument(text))).toMatchObject([{ item: 'D1', verdict: 'PASS' }])
  })
})

it('aligns columns, but no row for the sake of one long cell', () => {
  const long = 'x'.repeat(90)
  expect(
    printTable(
      ['a', 'long'],
      [
        ['1', 'short'],
        ['22', long],
      ],
    ),
  ).toEqual(['| a   | long  |', '| --- | ----- |', '| 1   | short |', `| 22  | ${long} |`])
})

it('keeps earlier verdicts, and a finding is open unless it plainly is closed', () => {
  const verdict = { item: 'D1', commit: 'a', command: 'x', outputSha256: 'y', verifiedAt: '2026-01-01T00:00:00Z' }
  const document = addReview(addReview(readDocument(''), { ...verdict, verdict: 'FAIL' }), {
    ...verdict,
    verdict: 'PASS',
  })

  expect(readReviews(document).map((review) => review.verdict)).toEqual(['FAIL', 'PASS'])
  const findings = '| id | item | state |\n|--|--|--|\n| F1 | D1 | Closed |\n| F2 | D1 | closed? |\n| F3 | D1 | |\n'
  expect(readFindings(readDocument(findings)).map(({ state }) => state)).toEqual(['closed', 'open', 'open'])
})
