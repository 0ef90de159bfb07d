import { type Phase, type PhaseItem, type PhasePlan, phasePlanSchema } from '@cc-ci/contracts/phase-plan'
import { didYouMean, readYamlDocument } from '@cc-ci/contracts/yaml-document'
import { CcCiError } from '@cc-ci/kernel'

/** Reads the text of phases.yaml; `file` is for messages. Throws PHASE_PLAN_INVALID. */
export function readPhasePlan(text: string, file: string): PhasePlan {
  const read = readYamlDocument(phasePlanSchema, text)
  if (read.ok) return read.value
  const [first, ...more] = read.problems
  const { line = 1, message = 'is not valid', key = '', hint } = first ?? {}
  const others = more.map((problem) => `; line ${problem.line} ${problem.message}`).join('')
  throw new CcCiError('PHASE_PLAN_INVALID', `${file}, line ${line}, ${message}${others}.`, {
    hint: hint ?? 'A phase has an id, a title, a file, and at least one item with an id and a title.',
    place: { file, line, key },
    exitCode: 2,
  })
}

/** Throws PHASE_UNKNOWN. */
export function findPhase(plan: PhasePlan, id: string): Phase {
  const phase = plan.phases.find((each) => each.id === id)
  if (phase !== undefined) return phase
  const known = plan.phases.map((each) => each.id)
  throw new CcCiError('PHASE_UNKNOWN', `The plan has no phase “${id}”.`, {
    hint: didYouMean(id, known) ?? 'See them all: cc-ci phase list',
    exitCode: 2,
  })
}

/** Throws ITEM_UNKNOWN. */
export function findItem(phase: Phase, id: string): PhaseItem {
  const item = phase.items.find((each) => each.id === id)
  if (item !== undefined) return item
  const known = phase.items.map((each) => each.id)
  throw new CcCiError('ITEM_UNKNOWN', `Phase ${phase.id} has no item “${id}”.`, {
    hint: didYouMean(id, known) ?? `See them all: cc-ci phase show ${phase.id}`,
    exitCode: 2,
  })
}
