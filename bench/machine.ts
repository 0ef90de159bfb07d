import { cpus, loadavg, totalmem } from 'node:os'

/** Every figure is worth only as much as the machine, and its quiet, that it was taken on. */
export function describeMachine(): string {
  const load = loadavg()[0] ?? 0
  const state = load > cpus().length / 2 ? `${load.toFixed(1)} — NOT QUIET, do not keep these figures` : load.toFixed(1)
  return `${cpus().length} cores, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}, load ${state}`
}
