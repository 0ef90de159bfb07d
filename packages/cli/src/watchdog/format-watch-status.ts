import type { WatchStatus } from './read-watch-status.js'

/** For people: how the watchdog is, then one line per loop with what its state rests on below it. */
export function formatWatchStatus({ running, stale, age, heartbeat }: WatchStatus, now: number): string {
  if (heartbeat === null) return running ? 'The watchdog has just started.' : 'No watchdog runs here.'
  const sign = `its last sign of life is ${Math.round(age ?? 0)} s old`
  const how = running ? `runs (process ${heartbeat.pid}, epoch ${heartbeat.epoch})` : 'does not run'
  const { observesOnly, loops } = heartbeat
  return [
    `The watchdog ${how}; ${sign}${stale ? ', which is too old' : ''}.`,
    ...(observesOnly === null ? [] : [`It only observes: ${observesOnly}.`]),
    ...loops.flatMap(({ name, state, since, why, next, pending }) => [
      `${name}  ${state}  ${Math.max(0, Math.round(now - since))} s${pending === null ? '' : `  (${pending} is under way)`}`,
      ...why.map((line) => `  ${line}`),
      ...(next === null ? [] : [`  next: ${next.what} in ${Math.max(0, Math.round(next.at - now))} s`]),
    ]),
  ].join('\n')
}
