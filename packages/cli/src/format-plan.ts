import type { RunPlan } from '@cc-ci/ci-harness'

/** The plan as a person reads it, at most 80 columns where names allow. */
export function formatPlan(plan: RunPlan): string {
  const base = plan.base.kind === 'skip' ? 'none' : (plan.base.version ?? plan.base.ref?.slice(0, 8) ?? '')
  const tests = plan.tests.tests.map(({ name, origin }) => `${name} (${origin})`)
  return [
    `${plan.recipe} ${plan.head.slice(0, 8)}${plan.headVersion === null ? '' : ` (${plan.headVersion})`}`,
    row('source', plan.source),
    row('domain', `${plan.domain} (stack ${plan.stack})`),
    row('base', `${base}: ${plan.base.reason}`),
    row('tiers', plan.tiers.join(', ')),
    row('images', plan.images.join(', ')),
    row('health', `${plan.settings.healthPath} answers ${plan.settings.healthOk.join(', ')}`),
    row(
      'budgets',
      `deploy ${plan.settings.deployTimeout} s, answer ${plan.settings.httpTimeout} s, run ${plan.deadlineSeconds} s`,
    ),
    row('tests', tests.length === 0 ? 'none' : tests.join(', ')),
    ...plan.tests.notRun.map(({ file, reason }) => row('', `${file}: ${reason}`)),
  ].join('\n')
}

const row = (key: string, value: string): string => `  ${key.padEnd(9)}${value}`
