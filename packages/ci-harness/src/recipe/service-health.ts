import type { ComposeService } from './compose-service.js'
import { listOf, numberOf, textOf } from './compose-yaml.js'

/** What the recipe says about a service's health. `undeclared` leaves it to the image, which may have a check or none. */
export interface ServiceHealth {
  readonly kind: 'declared' | 'disabled' | 'undeclared'
  /** As written: `['CMD-SHELL', 'curl -f …']`, or one shell line. */
  readonly test: readonly string[]
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  readonly startPeriodSeconds: number
  readonly retries: number
}

/** Docker's defaults stand in for what the recipe leaves out or leaves to a variable. */
export function healthOf({ healthcheck }: ComposeService): ServiceHealth {
  const test = listOf(healthcheck?.test).map(String)
  const disabled = healthcheck?.disable === true || test[0] === 'NONE'
  return {
    kind: healthcheck === undefined ? 'undeclared' : disabled ? 'disabled' : 'declared',
    test,
    intervalSeconds: durationSeconds(healthcheck?.interval) ?? 30,
    timeoutSeconds: durationSeconds(healthcheck?.timeout) ?? 30,
    startPeriodSeconds: durationSeconds(healthcheck?.start_period) ?? 0,
    retries: numberOf(healthcheck?.retries) ?? 3,
  }
}

const unitSeconds: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 }

/** Seconds in a Go duration such as `1m30s`; undefined for anything else. */
export function durationSeconds(value: unknown): number | undefined {
  const text = textOf(value)?.trim() ?? ''
  if (text === '0') return 0
  if (!/^(?:\d+(?:\.\d+)?(?:h|ms|m|us|µs|ns|s))+$/.test(text)) return undefined
  const parts = text.matchAll(/(\d+(?:\.\d+)?)(h|ms|m|us|µs|ns|s)/g)
  return [...parts].reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (unitSeconds[unit] ?? 0), 0)
}
