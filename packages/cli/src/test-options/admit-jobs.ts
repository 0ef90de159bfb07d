/** What a host has for runs now. Undefined: not known, as for a Docker elsewhere; it then limits nothing. */
export interface HostRoom {
  readonly freeMemoryBytes: number | undefined
  readonly freeDiskBytes: number | undefined
  readonly cores: number
  /** How many runs may be on this host at once. */
  readonly capacity: number
}

export interface Admission {
  readonly jobs: number
  /** Why so many, for the log. */
  readonly reason: string
}

const gibibyte = 1024 ** 3

/**
 * What one run is taken to need. Most recipes are an app and a database below 700 MiB; images, volumes and a snapshot
 * of them below 3 GiB. A run mostly waits, so two share a core. What is left over is for the host itself.
 */
const estimates = {
  memoryBytes: gibibyte,
  memoryKeptBytes: gibibyte / 2,
  diskBytes: 3 * gibibyte,
  diskKeptBytes: 2 * gibibyte,
  runsPerCore: 2,
}

/** How many runs to have at once with `-j auto`: as many as there is room for, at most the capacity, at least one. */
export function admitJobs({ freeMemoryBytes, freeDiskBytes, cores, capacity }: HostRoom): Admission {
  const { memoryBytes, memoryKeptBytes, diskBytes, diskKeptBytes, runsPerCore } = estimates
  const limits = [
    { runs: capacity, of: 'the capacity of this host' },
    { runs: runsFor(freeMemoryBytes, memoryKeptBytes, memoryBytes), of: `free memory (${shown(freeMemoryBytes)})` },
    { runs: runsFor(freeDiskBytes, diskKeptBytes, diskBytes), of: `free disk (${shown(freeDiskBytes)})` },
    { runs: cores * runsPerCore, of: `${cores} ${cores === 1 ? 'core' : 'cores'}` },
  ]
  const [least] = limits.toSorted((one, other) => one.runs - other.runs)
  const jobs = Math.max(1, least?.runs ?? 1)
  const runs = `${jobs} ${jobs === 1 ? 'run' : 'runs'} at once`
  const others = limits
    .filter(({ of }) => of !== least?.of)
    .map(({ runs: many, of }) => `${of}: ${many === Infinity ? 'any' : many}`)
  return { jobs, reason: `-j auto: ${runs}, limited by ${least?.of} (${others.join(', ')}).` }
}

function runsFor(free: number | undefined, kept: number, each: number): number {
  return free === undefined ? Number.POSITIVE_INFINITY : Math.max(0, Math.floor((free - kept) / each))
}

const shown = (bytes: number | undefined): string =>
  bytes === undefined ? 'not known' : `${(bytes / gibibyte).toFixed(1)} GiB`
