import { describe, expect, it } from 'vitest'
import { firstBlockedRung, levelOf, levelWords, type RungStatus, rungNames, rungStatuses } from './ladder.js'

const vectors: RungStatus[][] = rungNames.reduce<RungStatus[][]>(
  (shorter, _) => shorter.flatMap((vector) => rungStatuses.map((status) => [...vector, status])),
  [[]],
)

const lessHonest: Record<RungStatus, readonly RungStatus[]> = {
  pass: ['skip', 'unverified', 'fail'],
  skip: ['unverified', 'fail'],
  unverified: [],
  fail: [],
}

describe('the level ladder', () => {
  it.each<[RungStatus[], number]>([
    [['pass', 'pass', 'pass', 'pass', 'pass'], 5],
    [['pass', 'pass', 'skip', 'pass', 'pass'], 5],
    [['pass', 'fail', 'pass', 'pass', 'pass'], 1],
    [['pass', 'pass', 'unverified', 'pass', 'pass'], 2],
    [['pass', 'pass', 'pass', 'pass', 'unverified'], 4],
    [['pass', 'skip', 'skip', 'unverified', 'pass'], 1],
    [['pass', 'skip', 'skip', 'pass', 'fail'], 4],
    [['fail', 'pass', 'pass', 'pass', 'pass'], 0],
    [['skip', 'skip', 'skip', 'skip', 'skip'], 0],
  ])('V-08: %j is level %i', (statuses, level) => {
    expect(levelOf(statuses)).toBe(level)
  })

  it('enumerates all 1,024 vectors, and the level is always a passed rung below the first blocker', () => {
    expect(vectors).toHaveLength(1024)
    for (const vector of vectors) {
      const level = levelOf(vector)
      const blocker = vector.findIndex((status) => status === 'fail' || status === 'unverified')
      expect(level).toBeLessThanOrEqual(blocker === -1 ? 5 : blocker)
      if (level > 0) expect(vector[level - 1]).toBe('pass')
    }
  })

  it('never rises when a pass becomes a skip, or a skip becomes unverified or a fail', () => {
    for (const vector of vectors) {
      for (const [index, status] of vector.entries()) {
        for (const worse of lessHonest[status]) {
          expect(levelOf(vector.with(index, worse))).toBeLessThanOrEqual(levelOf(vector))
        }
      }
    }
  })

  it('P-06: has one word for each level that can be reached', () => {
    expect(levelWords).toHaveLength(new Set(vectors.map(levelOf)).size)
  })

  it('names the first rung that blocks', () => {
    const statuses = {
      install: 'pass',
      upgrade: 'skip',
      backup_restore: 'unverified',
      functional: 'fail',
      lint: 'pass',
    } as const
    expect(firstBlockedRung(statuses)).toBe('backup_restore')
    expect(firstBlockedRung({ ...statuses, backup_restore: 'pass', functional: 'skip' })).toBeUndefined()
  })
})
