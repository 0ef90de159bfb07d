import { expect, it } from 'vitest'
import type { HostFacts, LoopFacts } from '../ports/host-facts.js'
import { exportFacts, readFacts } from './facts-file.js'

const prompts = { ok: true, value: [{ file: 'p.md', text: 'The key is 1234.\nYou are {{loop}}.\n' }] } as const
const loop = { name: 'builder', prompts } as unknown as LoopFacts
const facts = { now: 1, loops: [loop] } as unknown as HostFacts

it('facts of a host survive the way through a file, but for the prose of its prompts', () => {
  const text = JSON.stringify(exportFacts(facts))

  expect(text).not.toContain('1234')
  expect(readFacts(text, 'facts.json')).toEqual({
    now: 1,
    loops: [{ name: 'builder', prompts: { ok: true, value: [{ file: 'p.md', text: '\nYou are {{loop}}.\n' }] } }],
  })
})

it.each([
  '',
  '[]',
  'null',
  '{"format":"cc-ci-doctor-facts/2","facts":{"loops":[]}}',
  '{"format":"cc-ci-doctor-facts/1"}',
])('refuses %j', (text) => {
  expect(() => readFacts(text, 'facts.json')).toThrow(/facts\.json holds no facts/)
})
