import type { Drill, DrillReport, Event } from './drill.js'

/** One line about one event; seconds since the fault come first. */
export function formatEvent({ after, what, text }: Event): string {
  return `${after.toFixed(1).padStart(6)} s  ${what.padEnd(7)}  ${text}`
}

export function formatVerdict({ must, passed, because, seconds }: DrillReport): string {
  if (passed) return `Passed after ${Math.round(seconds ?? 0)} s: ${must}.`
  return [`Failed. What must happen: ${must}.`, ...because.map((each) => `  ${each}`)].join('\n')
}

export function formatDrills(drills: readonly Drill[]): string {
  return drills
    .map(({ fault, breaks, must, usualSeconds }) =>
      [`${fault.padEnd(7)} ${breaks}`, `        ${must}`, `        about ${usualSeconds} s`].join('\n'),
    )
    .join('\n')
}
