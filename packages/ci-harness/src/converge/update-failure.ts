import type { ServiceState, UpdateState } from '../ports/swarm.js'
import type { ConvergenceFailure } from './failure.js'
import { type ConvergenceView, type Expectation, ownTasks, stateBefore } from './view.js'

const stopped: Partial<Record<UpdateState, 'UPDATE_PAUSED' | 'UPDATE_ROLLED_BACK'>> = {
  paused: 'UPDATE_PAUSED',
  rollback_started: 'UPDATE_ROLLED_BACK',
  rollback_paused: 'UPDATE_ROLLED_BACK',
  rollback_completed: 'UPDATE_ROLLED_BACK',
}

const hints = {
  UPDATE_PAUSED:
    'If the new task only needs longer than Swarm watches it (5 s by default), as data upgrades do, set `update_config.monitor: 300s`.',
  UPDATE_ROLLED_BACK: 'The new task did not stay up; see its log. Swarm went back to the old one.',
}

/** An update that this redeploy began and Swarm gave up; one that stood still before does not count. */
export function findFailedUpdate(view: ConvergenceView, expectation: Expectation): ConvergenceFailure | undefined {
  for (const service of view.services) {
    const code = service.update && stopped[service.update.state]
    const before = stateBefore(service, expectation)
    if (code === undefined || before === undefined || service.update?.startedAt === before.updateStartedAt) continue
    return updateFailure(view, service, code)
  }
  return undefined
}

function updateFailure(view: ConvergenceView, service: ServiceState, code: keyof typeof hints): ConvergenceFailure {
  const culprit = ownTasks(view).find((task) => task.service === service.name && task.error !== '')
  const said = service.update?.message ?? ''
  return {
    class: 'app',
    code,
    service: service.name,
    task: culprit?.id,
    container: culprit?.container,
    evidence: `${said}${culprit === undefined ? '' : `; the new task ended with "${culprit.error}"`}`,
    hint: hints[code],
  }
}
