import type { UnitChange } from './plan-units.js'
import type { UnitHost } from './read-unit-host.js'

interface Shown {
  readonly folder: string
  readonly service: string
  readonly units: readonly UnitChange[]
  readonly host: UnitHost
  readonly enabled: boolean
  readonly remaining: readonly string[]
}

const done: Readonly<Record<UnitChange['state'], string>> = {
  missing: 'written',
  unchanged: 'as it was',
  outdated: 'brought up to date',
  'changed-by-hand': 'replaced, though it was changed by hand',
}

export function formatInstallation(shown: Shown, { dry }: { readonly dry: boolean }): string {
  const { units, host, remaining, enabled, service } = shown
  const told = dry
    ? units.map(({ file, content }) => `# ${file}\n${content}`)
    : units.map(({ file, state }) => `${file}: ${done[state]}`)
  return [
    ...told,
    ...(enabled ? [`${service} runs, and starts at each boot.`] : []),
    ...host.remarks,
    ...(remaining.length === 0 ? [] : ['Still to be typed:', ...remaining.map((command) => `  ${command}`)]),
  ].join('\n')
}
