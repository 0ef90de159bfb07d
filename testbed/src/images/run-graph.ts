export interface Job {
  id: string
  /** Ids that must be done first; ids that are not among the jobs count as done. */
  after: readonly string[]
  run: () => Promise<void>
}

/** Runs every job, each after those it names, at most `limit` at a time; the first failure ends it. */
export async function runGraph(jobs: readonly Job[], limit: number): Promise<void> {
  const waiting = new Map(jobs.map((job) => [job.id, job]))
  const unfinished = new Set(waiting.keys())
  const running = new Map<string, Promise<void>>()

  const startReady = () => {
    for (const job of waiting.values()) {
      if (running.size >= limit) return
      if (job.after.some((id) => unfinished.has(id))) continue
      waiting.delete(job.id)
      running.set(
        job.id,
        job
          .run()
          .finally(() => running.delete(job.id))
          .then(() => void unfinished.delete(job.id)),
      )
    }
  }

  for (startReady(); running.size > 0; startReady()) await Promise.race(running.values())
  if (waiting.size > 0) throw new Error(`jobs wait for each other: ${[...waiting.keys()].join(', ')}`)
}
