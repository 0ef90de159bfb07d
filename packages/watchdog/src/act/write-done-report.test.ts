import { expect, it } from 'vitest'
import { writeDoneReport } from './write-done-report.js'

const done = {
  commit: 'abc',
  at: 1_767_225_600,
  loops: [{ name: 'builder', outcome: 'asked' }],
  evidence: [{ phase: '1', item: 'D1', commit: 'abc', verifiedAt: 1_767_222_000, command: 'make | tee log' }],
  leftovers: [],
}

it('names what was proven, how each loop ended, and what is left', () => {
  const report = writeDoneReport(done)
  expect(report).toContain('Torn down at 2026-01-01T00:00:00Z, at commit abc.')
  expect(report).toContain('| 1 | D1 | abc | 2025-12-31T23:00:00Z | make \\| tee log |')
  expect(report).toContain('- builder: asked')
  expect(report).toMatch(/## Left over\n\nNothing\./)
  expect(writeDoneReport({ ...done, leftovers: ['builder: its runner'] })).toMatch(
    /## Left over\n\n- builder: its runner/,
  )
})
