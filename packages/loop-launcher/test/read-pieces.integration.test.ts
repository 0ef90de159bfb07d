import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { readPieces } from '../src/adapters/read-pieces.js'

function pieces(content: string): readonly string[] {
  const file = join(temporaryFolder(onTestFinished), 'transcript.jsonl')
  writeFileSync(file, content)
  return [...readPieces(file)]
}

it('gives a long transcript in pieces that end at line ends, and loses no letter between them', () => {
  const content = `${'é'.repeat(700_000)}\n`.repeat(14)
  const read = pieces(content)

  expect(read.length).toBeGreaterThan(1)
  expect(read.every((piece) => piece.endsWith('\n'))).toBe(true)
  expect(read.join('') === content).toBe(true)
})

it('gives a line that is longer than a piece as a whole, and one without an end', () => {
  const line = 'x'.repeat(20 * 1024 * 1024)

  expect(pieces(`${line}\ntorn`).map(({ length }) => length)).toEqual([line.length + 1, 4])
  expect(pieces('')).toEqual([])
})
