import { expect, it } from 'vitest'
import { buildAppEnv } from './app-env.js'

const text = `TYPE=tiny
DOMAIN=tiny.example.com
LETS_ENCRYPT_ENV=production
COMPOSE_FILE="compose.yml"
#COMPOSE_FILE="$COMPOSE_FILE:compose.smtp.yml"
#SMTP_HOST=mail
URL=https://$DOMAIN
INDEX_VERSION=v0
SECRET_ADMIN_PW_VERSION=v1 # length=32 charset=hex`
const tiny = {
  sample: { file: '.env.sample', text },
  abraSh: 'export INDEX_VERSION=v1',
  recipe: 'tiny',
  version: '1.0.0+1.27.2',
  domain: 'tiny-abcdef.ci.example.com',
}

it('makes the env of a new app from the sample', () => {
  const app = buildAppEnv(tiny)
  expect(app.values).toEqual({
    TYPE: 'tiny:1.0.0+1.27.2',
    DOMAIN: 'tiny-abcdef.ci.example.com',
    LETS_ENCRYPT_ENV: '',
    COMPOSE_FILE: 'compose.yml',
    URL: 'https://tiny-abcdef.ci.example.com',
    INDEX_VERSION: 'v1',
    SECRET_ADMIN_PW_VERSION: 'v1',
    STACK_NAME: 'tiny-abcdef_ci_example_com',
  })
  expect(app.text).toMatch(/^TYPE=tiny:1\.0\.0\+1\.27\.2\nDOMAIN=tiny-abcdef\.ci\.example\.com\nLETS_ENCRYPT_ENV=\n/)
  expect(app.text).toMatch(
    /SECRET_ADMIN_PW_VERSION=v1 # length=32 charset=hex\nSTACK_NAME=tiny-abcdef_ci_example_com\n$/,
  )
  expect(app.warnings).toEqual([])
})

it.each([
  [
    'A-15: a certificate cannot be asked for, not even by extra env',
    { extra: { LETS_ENCRYPT_ENV: 'x' } },
    { LETS_ENCRYPT_ENV: '' },
  ],
  ['A-15: nor by leaving the key out of the sample', { sample: { file: 's', text: 'A=b' } }, { LETS_ENCRYPT_ENV: '' }],
  ['A-15: nor by abra.sh', { abraSh: 'export LETS_ENCRYPT_ENV=x' }, { LETS_ENCRYPT_ENV: '' }],
  ['the domain cannot be changed by extra env', { extra: { DOMAIN: 'x' } }, { DOMAIN: tiny.domain }],
  ['extra env wins over the sample', { extra: { URL: 'x y' } }, { URL: 'x y' }],
  ['abra.sh wins over everything', { extra: { INDEX_VERSION: 'v9' } }, { INDEX_VERSION: 'v1' }],
  ['a recipe without abra.sh keeps its own values', { abraSh: '' }, { INDEX_VERSION: 'v0' }],
  ['a STACK_NAME of its own is kept', { extra: { STACK_NAME: 'own' } }, { STACK_NAME: 'own' }],
  ['a stack name handed in wins', { stackName: 'given' }, { STACK_NAME: 'given' }],
  [
    'RECIPE is pinned where the sample says RECIPE',
    { sample: { file: 's', text: 'RECIPE=tiny' } },
    { RECIPE: 'tiny:1.0.0+1.27.2' },
  ],
  ['a sample without TYPE gets one', { sample: { file: 's', text: '' } }, { TYPE: 'tiny:1.0.0+1.27.2' }],
])('%s', (_, change, expected) => {
  expect(buildAppEnv({ ...tiny, ...change }).values).toMatchObject(expected)
})

it('names no version for a head that has none', () => {
  const { version: _, ...unversioned } = tiny
  expect(buildAppEnv(unversioned).values.TYPE).toBe('tiny')
})

it('H-13: warns about keys the sample lacks, but not about disabled or engine keys', () => {
  const extra = { ONLY_OFFICE_DOMAIN: 'x', SMTP_HOST: 'y', TIMEOUT: '600' }
  expect(buildAppEnv({ ...tiny, extra }).warnings).toEqual([{ key: 'ONLY_OFFICE_DOMAIN', kind: 'not-in-sample' }])
})

it('warns when abra.sh replaces a value that was asked for', () => {
  const { warnings } = buildAppEnv({ ...tiny, extra: { INDEX_VERSION: 'v9' } })
  expect(warnings).toEqual([{ key: 'INDEX_VERSION', kind: 'replaced-by-abra-sh' }])
})

it('H-15, A-23: upgrades an existing env, keeps its values and names what only the newer sample has', () => {
  const existing = { file: 'app.env', text: 'TYPE=tiny:0.9.0+1\nLFS=on\nDOMAIN=old\n' }
  const app = buildAppEnv({ ...tiny, existing })
  expect(app.values).toMatchObject({ LFS: 'on', TYPE: 'tiny:1.0.0+1.27.2', DOMAIN: tiny.domain })
  expect(app.warnings.map((warning) => warning.key)).toEqual(['COMPOSE_FILE', 'URL', 'SECRET_ADMIN_PW_VERSION'])
})
