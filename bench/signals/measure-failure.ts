import type { RunEvent } from '../../packages/contracts/src/run-event.js'
import type { Bed } from '../bed.js'
import { runTester } from '../run-tester.js'
import { type ObservedEvent, observeEvents } from './observe-events.js'

export interface Measured {
  readonly what: string
  readonly sign: string
  readonly seconds: number
  readonly budget: number
}

interface BrokenExample {
  readonly name: string
  readonly code: string
  readonly sign: string
  readonly budget: number
  /** When the outside world first showed what is wrong, in epoch seconds. */
  readonly firstSign: (of: { own: readonly ObservedEvent[]; journal: readonly RunEvent[] }) => number | undefined
}

const startOf = (journal: readonly RunEvent[], phase: string): number | undefined =>
  journal.find((event) => event.type === 'phase.started' && event.phase === phase)?.at

/** What is seen before anything is deployed gives no sign that others see; it is counted from before Docker was asked. */
export const brokenExamples: readonly BrokenExample[] = [
  {
    name: 'missing-image',
    code: 'IMAGE_PULL_FAILED',
    sign: 'Docker is asked for the image',
    budget: 5,
    firstSign: ({ journal }) => startOf(journal, 'pull'),
  },
  {
    name: 'missing-secret',
    code: 'SECRET_NOT_INSERTED',
    sign: 'the install begins',
    budget: 5,
    firstSign: ({ journal }) => startOf(journal, 'install'),
  },
  {
    name: 'task-rejected',
    code: 'MOUNT_INVALID',
    sign: 'Docker is asked to deploy',
    budget: 5,
    firstSign: ({ journal }) => startOf(journal, 'deploy'),
  },
  {
    name: 'crash-loop',
    code: 'CRASH_LOOP',
    sign: 'third exit of one slot',
    budget: 1,
    firstSign: ({ own }) => own.filter(({ action }) => action === 'die')[2]?.at,
  },
  {
    name: 'never-healthy',
    code: 'UNHEALTHY',
    sign: 'Docker says: unhealthy',
    budget: 5,
    firstSign: ({ own }) => own.find(({ action }) => action === 'health_status: unhealthy')?.at,
  },
]

/** Runs one broken example and compares what was seen from outside with what the harness wrote into its journal. */
export async function measureFailure(example: BrokenExample, bed: Bed, workspace: string): Promise<Measured> {
  const observation = await observeEvents(bed.dockerHost)
  try {
    const { result, events } = await runTester([example.name, '--tiers', 'install'], workspace)
    if (result.fault?.code !== example.code)
      throw new Error(`${example.name} ended with ${result.fault?.code ?? result.verdict}, not with ${example.code}`)
    const stack = result.domain.replaceAll('.', '_')
    const own = observation.events.filter(({ attributes }) => attributes['com.docker.stack.namespace'] === stack)
    const sign = example.firstSign({ own, journal: events })
    const red = events.find((event) => event.type === 'test.finished' && event.status === 'fail')?.at
    if (sign === undefined || red === undefined) throw new Error(`${example.name} showed no sign of its failure`)
    return { what: example.name, sign: example.sign, seconds: red - sign, budget: example.budget }
  } finally {
    observation.stop()
  }
}
