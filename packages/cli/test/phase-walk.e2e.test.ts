import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { readPhasePlan } from '@cc-ci/loop-launcher'
import { expect, it, onTestFinished } from 'vitest'
import { PhaseWalk, type TurnLine } from './phase-walk.js'

const planFile = fileURLToPath(new URL('../../../plans/phases.yaml', import.meta.url))
const { phases } = readPhasePlan(readFileSync(planFile, 'utf8'), planFile)
type Phase = (typeof phases)[number]
interface Turn {
  readonly loop: 'builder' | 'adversary'
  readonly lines: readonly TurnLine[]
}

const ids = ({ items }: Phase) => items.map(({ id }) => id)
const evidence = (phase: Phase) => `evidence-${phase.id}.txt`
const proof = (phase: Phase, item: string) => ['grep', '-qx', item, evidence(phase)]
const pull: TurnLine = [0, 'git', 'pull', '--quiet', '--rebase']
const done = (phase: Phase, exitCode = 0): TurnLine => [exitCode, 'phase', 'done', phase.id]

/** The work of a phase: a file that names each of its items, pushed. */
const work = (phase: Phase, items: readonly string[]): readonly TurnLine[] => [
  pull,
  [0, 'sh', '-c', `printf '%s\\n' ${items.join(' ')} > ${evidence(phase)}`],
  [0, 'git', 'add', '--all'],
  [0, 'git', 'commit', '--quiet', '--message', `Work on phase ${phase.id}`],
  [0, 'git', 'push', '--quiet'],
]

const claim = (phase: Phase, item: string): TurnLine => {
  const how = proof(phase, item).join(' ')
  const where = ['--expected', 'it ends with 0', '--where', 'a clean clone']
  return [0, 'phase', 'claim', phase.id, item, '--how', how, ...where]
}
const review = (phase: Phase, item: string, verdict: string, ...more: string[]): TurnLine => [
  ...([0, 'phase', 'review', phase.id, item, '--verdict', verdict, ...more, '--', ...proof(phase, item)] as const),
]
const claims = (phase: Phase, items = ids(phase)) => items.map((item) => claim(phase, item))
const passes = (phase: Phase, items = ids(phase)) => items.map((item) => review(phase, item, 'pass'))
const build = (...lines: TurnLine[]): Turn => ({ loop: 'builder', lines })
const prove = (...lines: TurnLine[]): Turn => ({ loop: 'adversary', lines: [pull, ...lines] })

/** Where nothing comes in between. */
const smoothly = (phase: Phase): readonly Turn[] => [
  build(...work(phase, ids(phase)), ...claims(phase)),
  prove(...passes(phase)),
]

/** An item is claimed though its work is missing. */
function withFinding(phase: Phase): readonly Turn[] {
  const [first = '', ...others] = ids(phase)
  return [
    build(...work(phase, others), ...claims(phase)),
    prove(review(phase, first, 'fail', '--finding', 'it is not there')),
    build(done(phase, 1), ...work(phase, ids(phase)), claim(phase, first)),
    prove(review(phase, first, 'pass', '--close', 'F1'), ...passes(phase, others)),
  ]
}

/** The adversary doubts the phase as a whole. */
const withVeto = (phase: Phase): readonly Turn[] => [
  ...smoothly(phase),
  prove([0, 'phase', 'veto', phase.id, '--reason', 'a check was never seen to fail']),
  build(done(phase, 1)),
  prove([0, 'phase', 'veto', phase.id, '--lift']),
]

/** A person writes STATUS.md in their own way, and commits it with the subject that hands the item over. */
function withClaimByHand(phase: Phase): readonly Turn[] {
  const [first = '', ...others] = ids(phase)
  const status = `protocol/${phase.id}/STATUS.md`
  const text = [
    '# Where we are',
    '',
    '| Claimed at | Item | Commit | How | Remarks |',
    '|--|--|--|--|--|',
    `| $(date -u +%FT%TZ) | **${first}** | $(git rev-parse HEAD) | look for it | written by hand |`,
  ]
  const byHand: readonly TurnLine[] = [
    [0, 'sh', '-c', `mkdir -p protocol/${phase.id} && printf '%s\\n' "${text.join('" "')}" > ${status}`],
    [0, 'git', 'add', '--all'],
    [0, 'git', 'commit', '--quiet', '--message', `claim(${phase.id}/${first}): by hand`],
    [0, 'git', 'push', '--quiet'],
  ]
  return [build(...work(phase, ids(phase)), ...byHand, ...claims(phase, others)), prove(...passes(phase))]
}

const ways: Readonly<Record<string, (phase: Phase) => readonly Turn[]>> = {
  '1': withFinding,
  '1c': withClaimByHand,
  '1b': withVeto,
}

/** A phase is declared done in the turn in which the next one begins. */
function planTurns(): readonly Turn[] {
  const turns = phases.flatMap((phase, index) => {
    const [first, ...rest] = (ways[phase.id] ?? smoothly)(phase)
    const before = phases[index - 1]
    return first === undefined || before === undefined
      ? [first ?? build(), ...rest]
      : [build(done(before), ...first.lines), ...rest]
  })
  return [...turns, build(...phases.slice(-1).map((phase) => done(phase)))]
}

it('two agents take every phase of the shipped plan from loop init to DONE, by claims, reviews and git alone', async () => {
  const walk = new PhaseWalk(temporaryFolder(onTestFinished))
  onTestFinished(() => walk.end())
  await walk.setUp()
  for (const { loop, lines } of planTurns()) await walk.turn(loop, lines)

  const { phases: listed } = await walk.run('phase list')
  expect(listed.map(({ id, done }: { id: string; done: boolean }) => ({ id, done }))).toEqual(
    phases.map(({ id }) => ({ id, done: true })),
  )
  const subjects = walk.subjects()
  const count = (start: string) => subjects.filter((subject) => subject.startsWith(start)).length
  const items = phases.flatMap((phase) => ids(phase).map((id) => `${phase.id}/${id}`))
  for (const item of items) expect(count(`adversary review(${item}): PASS`)).toBe(1)
  expect(count('builder claim(')).toBe(items.length + 1)
  expect(count('adversary review(')).toBe(items.length + 1)
  expect(count('builder done(')).toBe(phases.length)
  const { loops } = await walk.run('loop stop')
  expect(loops).toMatchObject([{ outcome: 'asked' }, { outcome: 'asked' }, { outcome: 'off' }])
}, 600_000)
