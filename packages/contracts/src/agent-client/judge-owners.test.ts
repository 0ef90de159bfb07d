import { expect, it } from 'vitest'
import { judgeOwners, sharedSessions } from './judge-owners.js'

const record = (pid: number, procStart?: string) => ({ pid, sessionId: 's', cwd: '/', procStart, status: 'idle' })

it('W-09, W-85: only the very process that wrote a record is its owner, whatever the record says', () => {
  const owners = judgeOwners(
    [record(1, '10'), record(2, '20'), record(3, '30'), record(4)],
    [
      { pid: 1, start: '10' },
      { pid: 2, start: '99' },
      { pid: 4, start: '40' },
    ],
  )
  expect(owners.map(({ alive }) => alive)).toEqual([true, false, false, null])
})

it('W-10: nobody is dead before somebody has looked', () => {
  expect(judgeOwners([record(1, '10')], undefined)).toMatchObject([{ alive: null }])
})

it('W-34: a conversation with two living owners is shared, one with a stale record is not', () => {
  const records = [record(1, '10'), record(2, '20')]
  const both = [1, 2].map((pid) => ({ pid, start: `${pid}0` }))
  expect(sharedSessions(judgeOwners(records, both))).toEqual(['s'])
  expect(sharedSessions(judgeOwners(records, both.slice(1)))).toEqual([])
})
