import { phasePlanSchema } from '@cc-ci/contracts/phase-plan'
import { readYamlDocument } from '@cc-ci/contracts/yaml-document'
import type { HostFacts, LoopFacts, TextFile } from '../ports/host-facts.js'
import { placeholder, promptVariables } from '../prompt/fill-prompt.js'
import { type Check, type CheckHead, checkFact, type Judgement, listSome, ok, problem, warning } from './check.js'

const phaseFiles = ['STATUS.md', 'BACKLOG.md', 'REVIEW.md', 'JOURNAL.md']

/** Whether the loops can read what they are to do. */
export function checkPlan(facts: HostFacts): readonly Check[] {
  const head = (id: string, title: string): CheckHead => ({ id, title, group: 'plan' })
  return [
    checkFact(head('loops', 'workspace has loops'), { ok: true, value: facts.loops }, (loops) =>
      loops.length > 0
        ? ok(listSome(loops.map(({ name }) => name)))
        : problem('cc-ci.yaml names none', 'cc-ci loop init'),
    ),
    checkFact(head('plan', 'phases can be read'), facts.plan, judgePlan),
    checkFact(head('protocol-folder', 'protocol folder holds nothing else'), facts.protocol, (protocol) => {
      const strays = [...protocol.paths.filter(isStray).map((path) => `${protocol.folder}/${path}`), ...protocol.strays]
      if (strays.length === 0) return ok(protocol.folder)
      return warning(
        `nobody reads ${listSome(strays)}`,
        `Move it to ${protocol.folder}/<phase>/ under the name of the protocol, or out of there.`,
      )
    }),
  ]
}

export function checkPrompts(loop: LoopFacts): Check {
  const head: CheckHead = { id: 'prompt', title: 'its prompt can be filled', group: 'plan', loop: loop.name }
  return checkFact(head, loop.prompts, judgePrompts)
}

function judgePlan({ file, text }: TextFile): Judgement {
  if (text === undefined) return problem(`there is no ${file}`, 'cc-ci loop init')
  const read = readYamlDocument(phasePlanSchema, text)
  if (read.ok) return ok(`${file}: ${read.value.phases.length} phases`)
  const [first] = read.problems
  return problem(
    `${file}, line ${first?.line ?? 1}, ${first?.message ?? 'is not valid'}`,
    first?.hint ?? 'Correct that line.',
  )
}

function judgePrompts(prompts: readonly TextFile[]): Judgement {
  const missing = prompts.filter(({ text }) => text === undefined)
  if (missing.length > 0)
    return problem(
      `there is no ${listSome(missing.map(({ file }) => file))}`,
      'Write it, or correct prompts in cc-ci.yaml; cc-ci loop init brings the usual ones.',
    )
  const unfilled = prompts.flatMap(unknownVariables)
  if (unfilled.length > 0)
    return problem(`nothing fills ${listSome(unfilled)}`, `It may hold: ${promptVariables.join(', ')}.`)
  return ok(listSome(prompts.map(({ file }) => file)))
}

function unknownVariables({ file, text = '' }: TextFile): readonly string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...line.matchAll(placeholder)].flatMap(([, name = '']) =>
        promptVariables.includes(name) ? [] : [`{{${name}}} in ${file}, line ${index + 1}`],
      ),
    )
}

function isStray(path: string): boolean {
  if (['README.md', 'DECISIONS.md', 'DEFERRED.md'].includes(path) || path.startsWith('inbox/')) return false
  const [folder = '', file, ...more] = path.split('/')
  const isPhase = /^[a-z0-9][a-z0-9-]{0,15}$/.test(folder)
  return !(isPhase && file !== undefined && more.length === 0 && phaseFiles.includes(file))
}
