import { type ComposeElement, textOf } from '../compose-element.js'
import type { KeyPath } from '../compose-source.js'
import { dockerComplaint, placeOfComplaint } from '../docker-complaint.js'
import type { LintRule } from '../lint-rule.js'
import { allElements } from '../recipe-tree.js'
import type { RuleFinding } from '../rule-finding.js'

const durationPaths: readonly KeyPath[] = [
  ...['interval', 'timeout', 'start_period', 'start_interval'].map((key) => ['healthcheck', key]),
  ['stop_grace_period'],
  ...['update_config', 'rollback_config'].flatMap((group) => [
    ['deploy', group, 'delay'],
    ['deploy', group, 'monitor'],
  ]),
  ['deploy', 'restart_policy', 'delay'],
  ['deploy', 'restart_policy', 'window'],
]

/** What Go's time.ParseDuration takes. */
const goDuration = /^[-+]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/

const hint = 'Write the duration itself, such as 5m: abra checks it before it puts variables in.'

export const durations: LintRule = {
  id: 'C001',
  severity: 'error',
  title: 'durations are written out, never taken from the environment',
  why: 'abra and docker stack config --skip-interpolation check the format before variables have values, and abort.',
  check: ({ tree, sources }) => {
    const found = allElements(tree, 'services').flatMap(checkService)
    const complaint = dockerComplaint(sources)
    if (!complaint?.endsWith("format 'duration'") || found.some(({ message }) => message === complaint)) return found
    return [...found, { ...placeOfComplaint(tree, complaint), message: complaint, hint }]
  },
}

function checkService(service: ComposeElement): RuleFinding[] {
  return durationPaths.flatMap((path) => {
    const text = textOf(service.at(...path))
    if (text === undefined || goDuration.test(text)) return []
    const message = `services.${service.name}.${path.join('.')} Does not match format 'duration'`
    return [{ message, file: service.file, line: service.lineOf(...path), hint }]
  })
}
