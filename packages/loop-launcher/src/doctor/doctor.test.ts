import { describe, expect, it } from 'vitest'
import type { HostFacts } from '../ports/host-facts.js'
import { ailingAgents } from './ailing-agents.js'
import { ailingHosts } from './ailing-hosts.js'
import { type Check, listSome } from './check.js'
import { diagnose, exitCodeOf } from './diagnose.js'
import { findOwners } from './find-owners.js'
import { failed, host, known, loop, process, record } from './healthy-host.js'

function find(facts: HostFacts, id: string): Check {
  const check = diagnose(facts).find((each) => each.id === id)
  if (check === undefined) throw new Error(`there is no check ${id}`)
  return check
}

const cases = [...ailingAgents, ...ailingHosts]

describe('on a healthy host', () => {
  it('every check is ok, names what it saw, and asks for nothing', () => {
    const checks = diagnose(host())

    expect(checks.filter(({ outcome }) => outcome !== 'ok')).toEqual([])
    expect(checks.filter(({ evidence, fix }) => evidence === '' || fix !== '')).toEqual([])
    expect(exitCodeOf(checks)).toBe(0)
  })

  it('each check has an example here that makes it fail', () => {
    const failing = new Set(cases.filter(([, outcome]) => outcome !== 'ok').map(([id]) => id))

    expect(diagnose(host()).filter(({ id }) => !failing.has(id))).toEqual([])
  })
})

describe('a cause of a silent failure', () => {
  it.each(cases)('%s is a matter of %s: %s', (id, outcome, evidence, facts) => {
    const check = find(facts, id)

    expect(check).toMatchObject({ outcome, evidence: expect.stringMatching(evidence) })
    expect(check.fix === '').toBe(outcome === 'ok')
  })

  it('comes before what is ok, the worst first', () => {
    const outcomes = diagnose(host({ linger: known(false), clockSynchronised: known(false), tmux: failed })).map(
      ({ outcome }) => outcome,
    )

    expect(outcomes.slice(0, 4)).toEqual(['problem', 'warning', 'unknown', 'ok'])
    expect(outcomes.slice(4)).not.toContain('problem')
  })
})

describe('what could not be looked at', () => {
  const blind = {
    tmux: failed,
    tmuxServer: failed,
    sessions: failed,
    processes: failed,
    clientConfig: failed,
    login: failed,
    cleanupDays: failed,
    linger: failed,
    userManager: failed,
    clockSynchronised: failed,
    disks: failed,
    taskOutputs: failed,
    plan: failed,
    protocol: failed,
  }
  const blindLoop = {
    agent: failed,
    conversation: failed,
    clone: failed,
    remote: failed,
    prompts: failed,
    transcriptWrittenAt: failed,
  }

  it('is unknown with its reason, and no problem', () => {
    const checks = diagnose(host({ ...blind, loops: [loop(blindLoop)] }))

    expect(
      new Set(checks.filter(({ id }) => id !== 'environment-leak' && id !== 'loops').map(({ outcome }) => outcome)),
    ).toEqual(new Set(['unknown']))
    expect(find(host(blind), 'linger')).toMatchObject({ outcome: 'unknown', evidence: 'timed out' })
    expect(exitCodeOf(checks)).toBe(0)
  })

  it('is a matter of 3 only where nothing else was judged', () => {
    const checks = diagnose(host(blind)).filter(({ outcome }) => outcome === 'unknown')

    expect(exitCodeOf(checks)).toBe(3)
    expect(exitCodeOf(diagnose(host({ ...blind, linger: known(false) })))).toBe(1)
  })
})

describe('owners of a conversation', () => {
  it('W-09: a record that a killed process left behind is no owner, nor is a stranger with its pid', () => {
    const sessions = [record(5, '1'), record(6, '1')]

    expect(findOwners('s1', sessions, known([process(6, '2')]))).toEqual({ living: [], unclear: [] })
  })

  it('W-10: a process that could not be looked at is unclear, not dead', () => {
    expect(findOwners('s1', [record(5)], failed)).toEqual({ living: [], unclear: [5] })
    expect(findOwners('s1', [record(5)], known([{ ...process(5), start: undefined }]))).toEqual({
      living: [],
      unclear: [5],
    })
  })

  it('W-35: a process that names it in its arguments is an owner without any record, and counts once', () => {
    const processes = known([process(5, '1', ['s1']), process(8, '1', ['s1']), process(9, '1', ['s2'])])

    expect(findOwners('s1', [record(5)], processes)).toEqual({ living: [5, 8], unclear: [] })
  })
})

it('names some of many', () => {
  expect(listSome(['a', 'b', 'c'], 2)).toBe('a, b and 1 more')
})
