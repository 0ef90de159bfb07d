import { describe, expect, it } from 'vitest'
import { changedAttributes, countFiles, encodeFiles, makeFileCanaries, readFiles } from './file-canaries.js'

const canaries = makeFileCanaries()
const lineOf = ({ name, sum }: { name: string; sum: string }, attributes = '644 0:0 1') =>
  `${sum} ${attributes} ${name}\n`
const whole = canaries.map((canary) => lineOf(canary)).join('')

describe('the files that the ledger writes', () => {
  it('are a text, a binary with spaces and other letters in its name, and a large one', () => {
    expect(canaries.map(({ content }) => content.length)).toEqual([48, 516, 3 * 1024 * 1024])
    expect(canaries[1]?.name).toMatch(/ größer ✓/)
    const lines = encodeFiles(canaries).split('\n')
    expect(canaries.map(({ content }, index) => content.equals(Buffer.from(lines[index] ?? '', 'base64')))).toEqual([
      true,
      true,
      true,
    ])
  })

  it.each([
    ['all there', whole, 3],
    ['none', '', 0],
    ['another content', whole.replace(canaries[0]?.sum ?? '', '0'.repeat(64)), 2],
    ['another name', whole.replace('größer', 'grÃ¶ÃŸer'), 2],
    ['chatter beside them', `sha256sum: something\n${whole}`, 3],
  ])('are counted by name and sum: %s', (_, output, count) => {
    expect(countFiles(canaries, readFiles(output))).toBe(count)
  })

  it('tell what became of mode, owner and time', () => {
    const before = readFiles(whole)
    const changed = readFiles(whole.replace('644 0:0 1', '600 1000:1000 1'))
    expect(changedAttributes(before, before)).toBeUndefined()
    expect(changedAttributes(before, changed)).toBe(
      'Mode, owner or time of 1 of its marks changed: 644 0:0 1 became 600 1000:1000 1.',
    )
  })
})
