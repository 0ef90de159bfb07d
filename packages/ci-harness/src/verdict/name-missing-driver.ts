import type { ComposeDocument } from '../recipe/compose-document.js'
import { foreignDriversOf } from '../recipe/foreign-drivers.js'
import type { Failure } from './failure.js'

/** Swarm says “missing plugin” and not which; only the recipe knows what it asked for. Any other failure stays as it is. */
export function nameMissingDriver(failure: Failure, document: ComposeDocument | undefined): Failure {
  const { service, evidence } = failure
  if (document === undefined || service === undefined || !evidence.includes('missing plugin')) return failure
  const drivers = foreignDriversOf(document, service)
  if (drivers.length === 0) return failure
  const wants = drivers.map(({ kind, name, driver }) => `the ${kind} ${name} wants the driver ${driver}`).join(', ')
  return {
    ...failure,
    code: drivers.some(({ kind }) => kind === 'volume') ? 'VOLUME_PLUGIN_MISSING' : failure.code,
    evidence: `${evidence}; ${wants}`,
    hint: `This host lacks the driver: use one that Docker brings, or say in the README that ${drivers[0]?.driver} must be installed.`,
  }
}
