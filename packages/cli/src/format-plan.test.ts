import type { RunPlan } from '@cc-ci/ci-harness'
import { recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { expect, it } from 'vitest'
import { formatPlan } from './format-plan.js'

const noOverlays: RunPlan['overlays'] = {
  lifecycle: { install: [], upgrade: [], backup: [], restore: [] },
  ...{ custom: [], hooks: [], settings: [], installSteps: undefined, compose: undefined },
  ...{ previous: [], parity: [], notRun: [] },
}

const plan: RunPlan = {
  mode: 'full',
  recipe: 'wiki',
  source: '/srv/recipes/wiki',
  pr: null,
  notes: [],
  head: 'a'.repeat(40),
  headVersion: '1.1.0+2.0',
  domain: 'wiki-123abc.ci.test',
  stack: 'wiki-123abc_ci_test',
  base: { kind: 'version', version: '1.0.0+1.9', ref: null, reason: 'the newest release', olderTargetExists: true },
  tiers: ['install', 'upgrade'],
  settings: recipeSettingsSchema.parse({}),
  overlays: {
    ...noOverlays,
    custom: [{ name: 'a page is kept', origin: 'ours', language: 'shell' }] as unknown as RunPlan['overlays']['custom'],
    notRun: [{ file: 'tests/b.py', reason: 'not run: not approved' }],
  },
  hooks: [],
  images: Array.from({ length: 6 }, (_, index) => `registry.example.org/team/image-${index}:1.0.0`),
  dependencies: [],
  deadlineSeconds: 3600,
}

it('is readable at 80 columns and at 40', () => {
  for (const width of [80, 40]) {
    const lines = formatPlan(plan, width).split('\n')
    const breakable = lines.filter((line) => /\S\s+\S/.test(line.slice(11)))
    expect(Math.max(...breakable.map(({ length }) => length))).toBeLessThanOrEqual(width)
  }
  expect(
    Math.max(
      ...formatPlan(plan)
        .split('\n')
        .map(({ length }) => length),
    ),
  ).toBeLessThanOrEqual(80)
})

it('names the pull request, and what is worth knowing about it', () => {
  const text = formatPlan({ ...plan, pr: 7, notes: ['Pull request 7 is closed; tested is its last commit.'] })
  expect(text).toContain('  pr       7: Pull request 7 is closed; tested is its last commit.')
})

it('names what is deployed before the app, and how it is registered there', () => {
  const database = { recipe: 'db', version: '2.0.0+15', domain: 'db-0a1b2c.ci.test', provider: null }
  const keycloak = { recipe: 'keycloak', version: '1.0.0+26', domain: 'keyc-0a1b2c.ci.test', provider: 'keycloak' }
  const text = formatPlan({ ...plan, dependencies: [database, keycloak] }, 100)

  expect(text).toContain('  deps     db 2.0.0+15 at db-0a1b2c.ci.test\n')
  expect(text).toContain('keycloak 1.0.0+26 at keyc-0a1b2c.ci.test, registered by keycloak’s API')
})

it('says what would be done', () => {
  const text = formatPlan(plan)
  for (const row of [
    'wiki aaaaaaaa (1.1.0+2.0)',
    '  base     1.0.0+1.9: the newest release',
    '  tiers    install, upgrade',
    '  tests    a page is kept (ours)',
    '  not run  tests/b.py: not run: not approved',
  ])
    expect(text).toContain(row)
})

it('lists what overlays add by file, where a file is known by its operation', () => {
  const file = (path: string) => ({ path, origin: 'repo' })
  const upgrade = [{ name: 'upgrade', origin: 'repo', language: 'pytest', file: file('test_upgrade.py') }]
  const overlays = {
    ...noOverlays,
    lifecycle: { ...noOverlays.lifecycle, upgrade },
    hooks: [file('ops.py')],
    installSteps: file('install_steps.sh'),
  } as unknown as RunPlan['overlays']

  expect(formatPlan({ ...plan, overlays })).toContain(
    '  tests    test_upgrade.py (repo, pytest)\n  overlays ops.py (repo)\n           install_steps.sh (repo)',
  )
})

it('says that there is no base, and that there are no tests', () => {
  const bare = {
    ...plan,
    overlays: noOverlays,
    base: { ...plan.base, kind: 'skip' as const, version: null },
  }
  expect(formatPlan(bare)).toMatch(/base {5}none: .*\n[\s\S]*tests {4}none$/)
})
