import { appendFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { initialState, type JournalEntry, readJournal, WatchJournalFile } from '../src/index.js'

const at = { wall: 1000, mono: 10 }
const ticked: JournalEntry = { kind: 'ticked', paces: ['fast'], lookedAt: at }
const ended = (reason: string): JournalEntry => ({ kind: 'ended', reason })

function open(limits?: ConstructorParameters<typeof WatchJournalFile>[1]) {
  const folder = temporaryFolder(onTestFinished)
  return { folder, journal: new WatchJournalFile(folder, limits), reopen: () => new WatchJournalFile(folder, limits) }
}

it('each start has a higher epoch, and its lines go on with the numbers', () => {
  const { folder, journal, reopen } = open()
  journal.append(at, [ticked, ended('one')])
  journal.close()
  const second = reopen()
  second.append(at, [ended('two')], true)

  expect([journal.epoch, second.epoch]).toEqual([1, 2])
  expect(journal.isOurs()).toBe(false)
  expect(second.isOurs()).toBe(true)
  expect(readJournal(folder)).toMatchObject({
    snapshot: null,
    lines: [
      { seq: 1, epoch: 1, kind: 'ticked', paces: ['fast'], at },
      { seq: 2, epoch: 1, reason: 'one' },
      { seq: 3, epoch: 2, reason: 'two' },
    ],
    damage: [],
  })
  second.close()
})

it('a later start goes on from the snapshot, with the lines that came after it', () => {
  const { journal, reopen } = open()
  journal.append(at, [ended('before')])
  journal.snapshot(at, { ...initialState, decisions: 7 })
  journal.append(at, [ended('after')])
  journal.close()

  const { found } = reopen()
  expect(found.snapshot).toMatchObject({ seq: 1, state: { decisions: 7 } })
  expect(found.lines).toMatchObject([{ seq: 2, reason: 'after' }])
})

it('what a crash cut short is dropped, and nothing else', () => {
  const { folder, journal, reopen } = open()
  journal.append(at, [ended('whole'), ended('cut')])
  journal.close()
  const file = join(folder, 'journal.jsonl')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.slice(0, -9))
  expect(readJournal(folder).damage).toMatchObject([{ file, what: expect.stringContaining('cut short') }])

  const second = reopen()
  second.append(at, [ended('next')])
  expect(readJournal(folder)).toMatchObject({ lines: [{ reason: 'whole' }, { seq: 2, reason: 'next' }], damage: [] })
  expect(second.found.quarantined).toEqual([])
})

it('W-71: a damaged journal is put aside, nothing in it is believed, and the next start is told', () => {
  const { folder, journal, reopen } = open()
  journal.append(at, [ended('true'), ended('false')])
  journal.close()
  const file = join(folder, 'journal.jsonl')
  writeFileSync(file, readFileSync(file, 'utf8').replace('false', 'fAlse'))
  appendFileSync(file, 'no JSON\n')

  const second = reopen()
  expect(second.found).toMatchObject({ lines: [], quarantined: [expect.stringMatching(/journal\.corrupt-.*\.jsonl$/)] })
  expect(second.epoch).toBe(2)
  expect(readJournal(folder).damage).toMatchObject([{ what: expect.stringContaining('put aside') }])
  second.close()
  expect(reopen().found.quarantined).toHaveLength(1)
})

it('a snapshot that a disk spoilt is put aside, and the one before it counts', () => {
  const { folder, journal, reopen } = open()
  journal.snapshot(at, { ...initialState, decisions: 1 })
  journal.append(at, [ticked])
  journal.snapshot(at, { ...initialState, decisions: 2 })
  journal.close()
  const file = join(folder, 'snapshot.json')
  writeFileSync(file, readFileSync(file, 'utf8').replace('"decisions":2', '"decisions":3'))

  const { found } = reopen()
  expect(found.snapshot).toMatchObject({ seq: 0, state: { decisions: 1 } })
  expect(found.lines).toMatchObject([{ kind: 'ticked' }])
  expect(found.quarantined).toHaveLength(1)
})

it('a full file is put aside with the snapshot, and the oldest go', () => {
  const { folder, journal } = open({ fileBytes: 200, keepSeconds: 1e12, keepFiles: 2 })
  for (let round = 0; round < 5; round += 1) {
    while (!journal.full) journal.append(at, [ticked])
    journal.snapshot(at, initialState)
  }
  const names = readdirSync(folder).filter((name) => name.startsWith('journal.'))
  expect(names).toHaveLength(3)
  expect(existsSync(join(folder, 'journal.jsonl'))).toBe(true)
  const numbers = readJournal(folder).lines.map(({ seq }) => seq)
  expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
})
