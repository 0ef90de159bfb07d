import { expect, it } from 'vitest'
import { lintRecipe } from './lint-recipe.js'
import { cleanRecipe, edited, withFiles } from './testing/clean-recipe.js'

const bomb = [...'bcdefghij']
  .map((name, index) => {
    const before = `*${'abcdefghi'[index]}`
    return `${name}: &${name} [${Array(9).fill(before).join(',')}]\n`
  })
  .join('')
const base = cleanRecipe.files['compose.yml']

it.each([
  ['no files at all', { recipe: 'x', files: {} }, ['R008', 'R009', 'R007']],
  ['only overlays', withFiles({ 'compose.yml': undefined, 'compose.x.yml': 'services: {app: {image: a}}' }), ['R010']],
  ['no version key', edited('compose.yml', 'version: "3.8"\n', ''), ['R001']],
  ['restart under Swarm', edited('compose.yml', '    deploy:\n', '    restart: always\n    deploy:\n'), []],
  ['a hard-coded secret', edited('compose.yml', '- STACK_NAME', '- PASSWORD=hunter2'), []],
  ['a secret from a file', withFiles({ 'compose.s.yml': 'version: "3.8"\nsecrets: {s: {file: ./s.txt}}\n' }), []],
  ['an untagged image', edited('compose.yml', ':1.27.2\n', '\n'), ['R003']],
  ['an empty version label', edited('compose.yml', '=1.0.0+1.27.2', '='), []],
  ['an interpolated version label', edited('compose.yml', '=1.0.0+1.27.2', `=\${COOP_CLOUD_VERSION:-latest}`), []],
  ['unrendered .drone.yml', withFiles({ '.drone.yml': 'name: {{ .Name }}\n' }), []],
  ['published host ports', edited('compose.yml', '    deploy:\n', '    ports: ["8080:80"]\n    deploy:\n'), []],
  ['no abra.sh', withFiles({ 'abra.sh': undefined }), ['R012']],
  ['no tags', { ...cleanRecipe, tags: [] }, []],
  ['null sections', withFiles({ 'compose.n.yml': 'version: "3.8"\nservices:\nconfigs:\nsecrets:\n' }), []],
  ['services as a list', withFiles({ 'compose.l.yml': 'version: "3.8"\nservices: [app]\n' }), []],
  ['a service that is null', withFiles({ 'compose.l.yml': 'version: "3.8"\nservices: {x: }\n' }), ['R011']],
  [
    'nonsense in every key',
    withFiles({
      'compose.o.yml': `version: [3]\nservices: {app: {image: [a], labels: 3, volumes: {a: b}, environment: [{a: b}, 7],
        depends_on: 5, networks: "proxy", healthcheck: yes, deploy: [1]}}\nconfigs: {c: 1}\nsecrets: [s]\n`,
    }),
    ['R001'],
  ],
  ['a file that another tool reads', withFiles({ 'alaconnect.yml': '{' }), []],
  [
    'a file named like an object’s own member',
    withFiles({ 'compose.p.yml': 'services: {__proto__: {constructor: 1}}' }),
    ['R011'],
  ],
])('lints a wild recipe: %s', (_what, sources, expected) => {
  const rules = lintRecipe(sources).map(({ rule }) => rule)

  expect(rules).toEqual(expect.arrayContaining(expected))
  expect(rules).not.toContain('C000')
})

it.each([
  ['a merge of itself', 'services: &s\n  app: {<<: *s}\n'],
  ['a value inside itself', 'services: &s\n  app: &a {image: x, volumes: [*a], deploy: *s}\n'],
  ['an alias bomb', `a: &a [x,x,x,x,x,x,x,x,x]\n${bomb}services: *j\n`],
  ['brackets without end', '['.repeat(50_000)],
])('survives a hostile compose file: %s', (_what, text) => {
  expect(lintRecipe(withFiles({ 'compose.x.yml': text })).map(({ file }) => file)).toContain('compose.x.yml')
})

it('keeps judging the other files when one is broken', () => {
  const rules = lintRecipe(withFiles({ 'compose.x.yml': '{', 'compose.yml': base.replace(':1.27.2\n', '\n') }))

  expect(rules.map(({ rule }) => rule)).toEqual(['C000', 'R003'])
})

it('sorts errors first, then by place', () => {
  const findings = lintRecipe({ recipe: 'x', files: { 'compose.yml': 'services:\n  web: {}\n' } })

  expect(findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`)).toEqual([
    '.env.sample:1 R008',
    'compose.yml:1 R009',
    'compose.yml:2 R010',
    'compose.yml:2 R011',
    'compose.yml:1 R001',
    'compose.yml:2 R002',
    'README.md:1 R007',
  ])
})

it('never repeats the value of a variable, which may be a password', () => {
  const findings = lintRecipe(edited('compose.yml', '- STACK_NAME', '- URL=postgres://u:hunter2@db/x'))

  expect(findings.map(({ rule }) => rule)).toEqual(['C010'])
  expect(JSON.stringify(findings)).not.toContain('hunter2')
})
