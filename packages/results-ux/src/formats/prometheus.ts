import type { FleetEntry } from '../history/history.js'
import type { RunRow } from '../history/run-row.js'

type Labels = Readonly<Record<string, string>>
interface Sample {
  readonly labels: Labels
  readonly value: number
}

/**
 * The fleet in Prometheus’ text format 0.0.4: prometheus.io/docs/instrumenting/exposition_formats. A recipe without a
 * judged run of the main line has no level, and a run that judged nothing never counts as a success.
 */
export function renderMetrics(fleet: readonly FleetEntry[]): string {
  const main = fleet.flatMap(({ recipe, main: row }) => (row === undefined ? [] : [{ recipe, row }]))
  const of = (value: (row: RunRow) => number): Sample[] =>
    main.map(({ recipe, row }) => ({ labels: { recipe }, value: value(row) }))
  const families = [
    family(
      'ccci_recipe_level',
      'Level 0 to 5 of the newest judged full run of the main line.',
      of(({ level }) => level),
    ),
    family(
      'ccci_run_duration_seconds',
      'How long the newest run took, whatever came of it.',
      fleet.map(({ recipe, latest }) => ({
        labels: { recipe, verdict: latest.verdict },
        value: Math.max(0, latest.finished - latest.started),
      })),
    ),
    family(
      'ccci_last_run_timestamp',
      'When the newest run ended, in seconds since the epoch.',
      fleet.map(({ recipe, latest }) => ({ labels: { recipe }, value: latest.finished })),
    ),
    family(
      'ccci_last_success_timestamp',
      'When the newest green run among the last ten and the last of main ended, in seconds since the epoch.',
      fleet.flatMap(({ recipe, main: row, recent }) => {
        const green = [...recent, ...(row === undefined ? [] : [row])].filter(({ verdict }) => verdict === 'green')
        if (green.length === 0) return []
        return [{ labels: { recipe }, value: Math.max(...green.map(({ finished }) => finished)) }]
      }),
    ),
    family(
      'ccci_flaky_tests',
      'Tests of the newest judged run of main that passed only when it was repeated.',
      of(({ flaky }) => flaky),
    ),
  ]
  return `${families.filter(Boolean).join('\n')}\n`
}

function family(name: string, help: string, samples: readonly Sample[]): string {
  if (samples.length === 0) return ''
  const lines = samples.map(({ labels, value }) => `${name}{${labelsOf(labels)}} ${value}`)
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines].join('\n')
}

function labelsOf(labels: Labels): string {
  const escaped = (value: string): string =>
    value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\r', '').replaceAll('\n', '\\n')
  return Object.entries(labels)
    .map(([key, value]) => `${key}="${escaped(value)}"`)
    .join(',')
}
