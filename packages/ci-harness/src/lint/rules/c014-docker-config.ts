import { dockerComplaint, placeOfComplaint } from '../docker-complaint.js'
import type { LintRule } from '../lint-rule.js'

export const dockerConfig: LintRule = {
  id: 'C014',
  severity: 'error',
  title: 'docker stack config accepts the compose files',
  why: 'What Docker refuses, neither abra nor docker stack deploy can install.',
  unchecked: (sources) => (sources.dockerConfigOutput === undefined ? 'Docker was not asked' : undefined),
  check: ({ tree, sources }) => {
    const complaint = dockerComplaint(sources)
    if (complaint === undefined || complaint.endsWith("format 'duration'")) return []
    return [{ ...placeOfComplaint(tree, complaint), message: complaint, hint: 'Correct the key that Docker names.' }]
  },
}
