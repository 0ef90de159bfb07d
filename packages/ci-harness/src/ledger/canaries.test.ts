import { describe, expect, it } from 'vitest'
import { countCanaries, makeCanaries } from './canaries.js'
import { readRows } from './sql-store.js'

const canaries = [
  { id: '1', value: 'a1' },
  { id: '2', value: 'b2' },
]

describe('canaries', () => {
  it('are others in every run', () => {
    const values = [...makeCanaries(), ...makeCanaries()].map(({ value }) => value)
    expect(values).toHaveLength(6)
    expect(new Set(values).size).toBe(6)
  })

  it.each([
    ['all there, after psql', '1|a1\n2|b2\n', 2],
    ['all there, after mariadb', '1\ta1\n2\tb2\n', 2],
    ['no table', '', 0],
    ['H-16: chatter counts for nothing', 'INSERT 0 2\nPRAGMA busy_timeout\n', 0],
    ['H-16: chatter beside the rows', 'SET\n1|a1\n2|b2\n', 2],
    ['a changed value', '1|a1\n2|B2\n', 1],
    ['a value with something behind it', '1|a1 \n2|b2|x\n', 0],
    ['values that changed places', '1|b2\n2|a1\n', 0],
    ['foreign rows', '3|c3\n4|d4\n', 0],
    ['a row found twice', '1|a1\n1|a1\n2|b2\n', 1],
  ])('are counted by their exact value: %s', (_, output, count) => {
    expect(countCanaries(canaries, readRows(output))).toBe(count)
  })
})
