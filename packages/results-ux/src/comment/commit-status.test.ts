import { levelFiveResult, notJudgedResult, redRestoreResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { compareRuns } from '../compare/compare-runs.js'
import { renderCommitStatus, renderPendingStatus } from './commit-status.js'

const options = { targetUrl: 'https://ci.example.org/runs/1/' }

describe('the status of a commit', () => {
  it('is success for a green run, with the level', () => {
    expect(renderCommitStatus(levelFiveResult(), options)).toEqual({
      state: 'success',
      context: 'cc-ci/level',
      description: 'L5 Polished',
      ...options,
    })
  })

  it('is failure for a red one, with main’s level and the one thing to do', () => {
    const status = renderCommitStatus(redRestoreResult(), {
      ...options,
      main: compareRuns({ ...levelFiveResult(), level: 4 }, redRestoreResult()),
    })
    expect(status.state).toBe('failure')
    expect(status.description).toMatch(/^L2 Upgrades \(main L4\): put volume "db" into the backup/)
  })

  it('is failure for a green one that proves less than main does', () => {
    const green = levelFiveResult()
    const less = {
      ...green,
      level: 1,
      rungs: { ...green.rungs, upgrade: { status: 'unverified' as const, seconds: 0, fact: '' } },
    }
    const status = renderCommitStatus(less, { ...options, main: compareRuns(green, less) })
    expect(status).toMatchObject({
      state: 'failure',
      description: expect.stringContaining('no longer covered, was passing'),
    })
  })

  it('is error when nothing was judged, and never warning', () => {
    expect(renderCommitStatus(notJudgedResult(), options)).toMatchObject({
      state: 'error',
      description: expect.stringMatching(/^infra error: service "app" was not placed/),
    })
  })

  it('is pending until then', () => {
    expect(renderPendingStatus({ place: 2 }, options)).toMatchObject({
      state: 'pending',
      description: 'queued, place 2',
    })
    expect(renderPendingStatus({ tier: 'upgrade', step: 3, of: 5 }, options).description).toBe(
      'running: upgrade (3 of 5)',
    )
  })

  it('has one line of at most 140 characters, whatever the reason says', () => {
    const red = redRestoreResult()
    const next = { toLevel: 5, text: `one\ntwo \u001b[31m${'x'.repeat(10_000)}`, place: null }
    const { description } = renderCommitStatus({ ...red, next }, options)
    expect(description).toHaveLength(140)
    expect(description).toMatch(/^L2 Upgrades: one two xxx.*…$/)
  })

  it('is failure when the level fell, whatever became of each rung', () => {
    const green = levelFiveResult()
    const skipped = { ...green, rungs: { ...green.rungs, upgrade: { status: 'skip' as const, seconds: 0, fact: '' } } }
    const less = {
      ...skipped,
      level: 1,
      rungs: { ...green.rungs, upgrade: { status: 'unverified' as const, seconds: 0, fact: '' } },
    }
    expect(renderCommitStatus(less, { ...options, main: compareRuns(skipped, less) }).state).toBe('failure')
  })

  it('of a quick run stands beside that of a full one, not in its place', () => {
    expect(renderCommitStatus({ ...levelFiveResult(), mode: 'quick' }, options).context).toBe('cc-ci/quick')
  })

  it('can have another context', () => {
    expect(renderCommitStatus(levelFiveResult(), { ...options, context: 'cc-ci/testme' }).context).toBe('cc-ci/testme')
  })
})
