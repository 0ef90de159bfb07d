import { describe, expect, it } from 'vitest'
import { admitJobs } from './admit-jobs.js'

const gib = 1024 ** 3
const roomy = { freeMemoryBytes: 64 * gib, freeDiskBytes: 500 * gib, cores: 16, capacity: 4 }

describe('-j auto', () => {
  it.each([
    ['never more than the capacity', {}, 4, 'the capacity'],
    [
      'as many as memory holds, with some kept for the host',
      { freeMemoryBytes: 3.6 * gib },
      3,
      'free memory (3.6 GiB)',
    ],
    ['as many as the disk holds, with some kept for the host', { freeDiskBytes: 8.5 * gib }, 2, 'free disk (8.5 GiB)'],
    ['two for each core', { cores: 1 }, 2, '1 core'],
    [
      'one, however little there is: the run itself says when it is too little',
      { freeMemoryBytes: 0 },
      1,
      'free memory',
    ],
    [
      'as if what is not known were plenty',
      { freeDiskBytes: undefined, freeMemoryBytes: undefined },
      4,
      'the capacity',
    ],
  ])('admits %s', (_, room, jobs, limit) => {
    const admission = admitJobs({ ...roomy, ...room })

    expect(admission.jobs).toBe(jobs)
    expect(admission.reason).toContain(`limited by ${limit}`)
  })

  it('says what the other limits would allow', () => {
    expect(admitJobs({ ...roomy, freeDiskBytes: undefined }).reason).toBe(
      '-j auto: 4 runs at once, limited by the capacity of this host (free memory (64.0 GiB): 63, free disk (not known): any, 16 cores: 32).',
    )
  })
})
