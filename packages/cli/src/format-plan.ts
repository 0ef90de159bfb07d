import type { RunPlan } from '@cc-ci/ci-harness'
import { hang, wrapWords } from './terminal/wrap-words.js'

/** The plan as a person reads it. Only a single name, such as a path, is ever wider than `width`. */
export function formatPlan(plan: RunPlan, width = 80): string {
  const { settings, base } = plan
  const version = plan.headVersion === null ? '' : ` (${plan.headVersion})`
  const from = base.kind === 'skip' ? 'none' : (base.version ?? base.ref?.slice(0, 8) ?? 'none')
  const budgets = [
    `deploy ${settings.deployTimeout} s`,
    `answer ${settings.httpTimeout} s`,
    `run ${plan.deadlineSeconds} s`,
  ]
  const rows: readonly (readonly [string, string])[] = [
    ['source', plan.source],
    ...(plan.pr === null ? [] : [['pr', [`${plan.pr}`, ...plan.notes].join(': ')] as const]),
    ['domain', `${plan.domain} (stack ${plan.stack})`],
    ...modeOf(plan),
    ['base', `${from}: ${base.reason}`],
    ['tiers', plan.tiers.join(', ')],
    ...listed('deps', plan.dependencies.map(describeDependency)),
    ['images', plan.images.join(', ')],
    ['health', `${settings.healthPath} answers ${settings.healthOk.join(', ')}`],
    ['budgets', budgets.join(', ')],
    ...listed('tests', testsOf(plan.overlays)),
    ...listed('overlays', otherFilesOf(plan.overlays)),
    ...listed(
      'not run',
      plan.overlays.notRun.map(({ file, reason }) => `${file}: ${reason}`),
    ),
  ]
  const title = wrapWords(`${plan.recipe} ${plan.head.slice(0, 8)}${version}`, width).join('\n')
  return [title, ...rows.map(([key, value]) => hang(`  ${key.padEnd(9)}`, value, width))].join('\n')
}

/** Only where it is worth a word; what there is to say about a pull request stands in its own row. */
function modeOf({ mode, pr, notes }: RunPlan): (readonly [string, string])[] {
  if (mode === 'quick') return [['mode', 'quick: less is proven than by a full run']]
  return pr === null && notes.length > 0 ? [['mode', `full. ${notes.join(' ')}`]] : []
}

function describeDependency({ recipe, version, domain, provider }: RunPlan['dependencies'][number]): string {
  return `${recipe} ${version} at ${domain}${provider === null ? '' : `, registered by ${provider}’s API`}`
}

type Overlays = RunPlan['overlays']

/** How many tests a file holds is known when it ran. */
function testsOf({ lifecycle, custom }: Overlays): string[] {
  const by = ({ origin, language }: Overlays['custom'][number]): string =>
    language === 'shell' ? origin : `${origin}, ${language}`
  return [
    ...Object.values(lifecycle).flatMap((files) => files.map((test) => `${test.file.path} (${by(test)})`)),
    ...custom.map((test) => `${test.name} (${by(test)})`),
  ]
}

function otherFilesOf({ hooks, installSteps, compose, previous }: Overlays): string[] {
  const files = [...hooks, installSteps, compose, ...previous].filter((file) => file !== undefined)
  return files.map(({ path, origin }) => `${path} (${origin})`)
}

/** One a row, the key before the first; nothing at all for tests that would not run. */
function listed(key: string, values: readonly string[]): (readonly [string, string])[] {
  if (values.length === 0) return key === 'tests' ? [[key, 'none']] : []
  return values.map((value, index) => [index === 0 ? key : '', value] as const)
}
