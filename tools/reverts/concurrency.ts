import type { Revert } from './revert.js'

/** A required behaviour of the field notes, in few words. */
interface Behaviour {
  readonly id: string
  readonly behaviour: string
  readonly reverts: readonly Omit<Revert, 'id'>[]
}

const janitor = 'packages/ci-harness/src/run/janitor.ts'
const harness = 'packages/ci-harness/src'
const janitorTest = 'packages/ci-harness/test/janitor.integration.test.ts'
const runsTest = 'packages/cli/test/concurrency.e2e.test.ts'
const locks = 'packages/kernel/src/adapters/flock-lease-store.ts'
const lockTest = 'packages/kernel/test/lease.integration.test.ts'

const ownCheckout = {
  without: 'a checkout of its own for each run',
  file: `${harness}/test-recipe.ts`,
  from: "const checkout = join(folder.path, 'recipe')",
  to: "const checkout = join(request.runsDir, 'recipe')",
}

/** What K-01 to K-16 of the field notes ask for, and how each fix is taken out to see its test fail. */
export const concurrency: readonly Behaviour[] = [
  {
    id: 'K-01',
    behaviour: 'Two refs of one recipe, tested at once, each keep their head.',
    reverts: [{ ...ownCheckout, test: runsTest }],
  },
  {
    id: 'K-02',
    behaviour: 'A run that begins leaves the apps of runs under way alone.',
    reverts: [
      {
        without: 'asking the lease of an app before it is reaped',
        file: janitor,
        from: '    if (lease === undefined) return',
        to: "    if (lease === undefined) return (await tearDown(stack ?? '', world)) && 'reaped'\n    if (lease === undefined) return",
        test: janitorTest,
      },
    ],
  },
  {
    id: 'K-03',
    behaviour: 'One setting says how many runs there are at once, and each run logs it.',
    reverts: [
      {
        without: 'the slots being counted by `capacity` alone',
        file: `${harness}/run/take-slot.ts`,
        from: 'slot <= request.capacity',
        to: 'slot <= Math.max(2, request.capacity)',
        test: runsTest,
      },
    ],
  },
  {
    id: 'K-04',
    behaviour: 'Two runs for one domain at once are both green, one after the other.',
    reverts: [
      {
        without: 'a count of deploys of its own for each run',
        file: `${harness}/run/deploy-app.ts`,
        from: "if (request.expectation.kind === 'fresh') context.record.deployCount += 1",
        to: [
          "if (request.expectation.kind === 'fresh') {",
          "const { appendFileSync, readFileSync } = await import('node:fs')",
          "appendFileSync(join(context.request.runsDir, plan.domain), '1')",
          'context.record.deployCount = readFileSync(join(context.request.runsDir, plan.domain)).length',
          '}',
        ].join('\n'),
        test: runsTest,
      },
      {
        without: 'one lease for all runs of a domain',
        file: `${harness}/test-recipe.ts`,
        from: 'world.leases.acquire(domain, {',
        to: 'world.leases.acquire([folder.runId, domain].join("-"), {',
        test: runsTest,
      },
    ],
  },
  {
    id: 'K-05',
    behaviour: 'Runs that hold no lease in common have no state in common either.',
    reverts: [{ ...ownCheckout, test: runsTest }],
  },
  {
    id: 'K-06',
    behaviour: 'Garbage collection frees no lease.',
    reverts: [
      {
        without: 'a bare descriptor, which nobody closes but `release`',
        file: locks,
        from: 'lease = new FlockLease(name, path, file)\n',
        to: 'lease = new FlockLease(name, path, file)\n          Object.assign(globalThis, { closers: new FinalizationRegistry(closeSync) }).closers.register(lease, file)\n',
        test: lockTest,
      },
    ],
  },
  {
    id: 'K-07',
    behaviour: 'Who waited for a lease file that was removed meanwhile waits on for the new one.',
    reverts: [
      {
        without: 'comparing the locked file with the one at its path',
        file: locks,
        from: 'if (isStillAt(path, file)) {',
        to: 'if (path !== undefined) {',
        test: lockTest,
      },
    ],
  },
  {
    id: 'K-08',
    behaviour:
      'Neither its age nor the process id in its note says whether a lease is held; held for over two hours, it is warned of and never taken.',
    reverts: [
      {
        without: 'the kernel as the only one who is asked',
        file: locks,
        from: 'const free = await lockFile(file, lookAtLock)',
        to: 'const free = readHolder(path).heldBy === undefined',
        test: lockTest,
      },
      {
        without: 'taking a holder on another host for alive',
        file: `${harness}/adapters/lease-place.ts`,
        from: 'holder.machine !== undefined && holder.machine === here.machine && ',
        to: '',
        test: 'packages/ci-harness/test/swarm-lease-store.integration.test.ts',
      },
      {
        without: 'the warning of a lease that is held for long',
        file: janitor,
        from: 'heldMs > longHeldMs',
        to: 'heldMs < 0',
        test: janitorTest,
      },
    ],
  },
  {
    id: 'K-09',
    behaviour: 'The app of a dead run is reaped at the next start, after a reboot as well.',
    reverts: [
      {
        without: 'looking at apps that have no lease any more',
        file: janitor,
        from: '    ...apps.map((stack) => domainOf(stack, zone)),\n',
        to: '',
        test: janitorTest,
      },
    ],
  },
  {
    id: 'K-10',
    behaviour: 'A child that outlives its run does not hold the lease.',
    reverts: [
      {
        without: 'a lock that no other program inherits',
        file: 'packages/kernel/src/adapters/flock.ts',
        from: '  if (exitCode === 0) return true\n',
        to: "  if (exitCode === 0) spawn('sleep', ['20'], { stdio: ['ignore', 'ignore', 'ignore', file], detached: true }).unref()\n  if (exitCode === 0) return true\n",
        test: lockTest,
      },
    ],
  },
  {
    id: 'K-11',
    behaviour: 'What cannot be read as a lease is skipped and named.',
    reverts: [
      {
        without: 'listing it as unreadable',
        file: locks,
        from: "return hasCode(error, 'ENOENT') ? [] : [{ name, state: 'unreadable' }]",
        to: 'throw error',
        test: lockTest,
      },
    ],
  },
  {
    id: 'K-12',
    behaviour: 'Of two janitors one reaps, and a run of that domain waits until all is gone.',
    reverts: [
      {
        without: 'holding the lease while the app is torn down',
        file: janitor,
        from: '      const left = await tearDown(stack, world)',
        to: '      await lease.release()\n      const left = await tearDown(stack, world)',
        test: janitorTest,
      },
    ],
  },
  {
    id: 'K-13',
    behaviour: 'Runs write what they share of abra’s folder one after the other.',
    reverts: [
      {
        without: 'the lease of the shared folder',
        file: `${harness}/adapters/abra-app.ts`,
        from: "await this.#site.leases.acquire('abra-state', { holder: this.#site.domain })",
        to: '{ release: async () => undefined }',
        test: 'packages/ci-harness/test/engine.integration.test.ts',
      },
    ],
  },
  {
    id: 'K-14',
    behaviour: 'Nothing of an app is changed by a run that does not hold its lease.',
    reverts: [
      {
        without: 'asserting the lease before each change',
        file: `${harness}/run/under-lease.ts`,
        from: '        await lease.assertHeld()\n',
        to: '',
        test: janitorTest,
      },
    ],
  },
  {
    id: 'K-15',
    behaviour: 'A promotion ends with nothing deployed, and what fails half-way is not promoted.',
    reverts: [
      {
        without: 'a verified teardown before the result',
        file: `${harness}/run/run-planned.ts`,
        from: 'remove(plan.stack, { ...world, engine })',
        to: 'Promise.resolve([])',
        test: runsTest,
      },
    ],
  },
  {
    id: 'K-16',
    behaviour: 'What dead runs left, other runs, and the load of the machine stand in the result.',
    reverts: [
      {
        without: 'handing on to the result what was met at the start',
        file: `${harness}/run/open-context.ts`,
        from: 'record.notes.push(...(atStart?.warnings ?? []), ',
        to: 'record.notes.push(',
        test: runsTest,
      },
    ],
  },
]

export const concurrencyReverts: readonly Revert[] = concurrency.flatMap(({ id, reverts }) =>
  reverts.map((revert) => ({ id, ...revert })),
)
