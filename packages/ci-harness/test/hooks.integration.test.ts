import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { ExecaProcessRunner } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'
import { askHooks, type HookContext } from '../src/hooks/hook-program.js'
import { loadHooks } from '../src/hooks/load-hooks.js'
import { readSettings } from '../src/hooks/read-settings.js'
import { hookContext, settingsWithHooks } from '../src/hooks/settings-with-hooks.js'
import { findOverlays } from '../src/overlays/find-overlays.js'
import { folderOf } from './overlay-bed.js'

type Files = Readonly<Record<string, string>>

async function load({ ours = {}, repo = {} }: { ours?: Files; repo?: Files }) {
  const [overlays, checkout, folder] = [folderOf(ours), folderOf(repo), folderOf({})]
  const stage = join(folder, 'repo-tests')
  const found = await findOverlays({ overlays, checkout, stage, codeApproved: true })
  const { PATH = '', HOME = '' } = process.env
  const world = { processes: new ExecaProcessRunner(), env: { PATH, HOME }, folder: join(folder, 'tools') }
  const { settings, hookFiles } = await readSettings(found, world)
  const hooks = await loadHooks(hookFiles, world)
  const app = { domain: 'wiki-1.ci.test', deps: {} }
  const call = (name: string, context: HookContext = hookContext(app, 'upgrade', settings)) => {
    const hook = hooks.find((each) => each.name === name)
    if (hook === undefined) throw new Error(`no hook ${name}`)
    return askHooks(hook.file, { call: hook.written, context }, world)
  }
  return { hooks, call, settings: () => settingsWithHooks(settings, hooks, { app, world }), left: world.folder }
}

const typescript = `
import { words } from './words.js'
type Context = { readonly domain: string; readonly meta: { healthPath: string } }
export async function preUpgrade(ctx: Context): Promise<string> { console.log('seeding'); return words + ctx.domain }
export function pre_backup(ctx: Context) { (ctx as { domain: string }).domain = 'x' }
export const extraEnv = (ctx: Context) => ({ SECOND_DOMAIN: 'b.' + ctx.domain, WORKERS: 2 })
export const readyProbe = (ctx: Context) => ({ path: ctx.meta.healthPath, ok: [204] })
`
const python = `
import os
from words import words

def pre_upgrade(ctx):
    print("seeding")
    return words + ctx.domain

def pre_backup(ctx):
    ctx.domain = "x"

def extra_env(ctx):
    return {"SECOND_DOMAIN": "b." + ctx["domain"], "WORKERS": 2}

def ready_probe(ctx):
    return {"tcp_host": ctx.domain, "tcp_port": 64738, "stable": 5}

def backup_verify(ctx):
    return ctx.meta.HEALTH_PATH == "/" and ctx.base_url == "https://wiki-1.ci.test" and ctx.op == "upgrade"

def helper():
    pass
`

describe.each([
  ['TypeScript', { 'hooks.ts': typescript, 'words.ts': "export const words = 'seeded '\n" }],
  [
    'JavaScript',
    {
      'hooks.js': typescript.replaceAll(/: Context|: Promise<string>|type .*\n| as \{ domain: string \}/g, ''),
      'words.js': "export const words = 'seeded '\n",
    },
  ],
  ['Python', { 'hooks.py': python, 'words.py': 'words = "seeded "\n' }],
  ['Python under the original’s name', { 'ops.py': python, 'words.py': 'words = "seeded "\n' }],
])('hooks in %s', (_, ours: Files) => {
  it('are given a frozen context, and what they give back or print is kept', async () => {
    const { call, settings, left } = await load({ ours })

    expect(await call('preUpgrade')).toEqual({ value: 'seeded wiki-1.ci.test', said: 'seeding' })
    expect((await call('preBackup')).error).toMatch(/TypeError/)
    expect((await settings()).extraEnv).toEqual({ SECOND_DOMAIN: 'b.wiki-1.ci.test', WORKERS: '2' })
    expect((await settings()).readyProbe).toBeDefined()
    expect(readdirSync(left)).toEqual([])
  })
})

it('asks backup_verify for yes or no', async () => {
  const { call } = await load({ ours: { 'hooks.py': python, 'words.py': 'words = ""\n' } })

  expect(await call('backupVerify')).toMatchObject({ value: true })
})

it('lets the recipe’s own hook win over ours, hook by hook', async () => {
  const { hooks } = await load({
    ours: { 'hooks.py': 'def pre_install(ctx): pass\ndef pre_backup(ctx): pass\n' },
    repo: { 'tests/hooks.js': 'export function preInstall(ctx) {}\n' },
  })

  expect(hooks.map(({ name, file }) => [name, file.origin])).toEqual([
    ['preInstall', 'repo'],
    ['preBackup', 'ours'],
  ])
})

describe('H-06, H-07: what is wrong with a hooks file is said before anything is deployed', () => {
  it.each<[string, Files, string, string]>([
    [
      'a misspelt hook',
      { 'hooks.ts': 'export function preInstal(ctx: unknown) {}' },
      'preInstal is no hook',
      'preInstall',
    ],
    ['a misspelt hook in Python', { 'hooks.py': 'def pre_instal(ctx): pass' }, 'pre_instal is no hook', 'pre_install'],
    [
      'a hook for no operation',
      { 'hooks.py': 'def pre_teardown(ctx): pass' },
      'pre_teardown is no hook',
      'pre_restore',
    ],
    ['an old signature', { 'ops.py': 'def pre_upgrade(domain, meta): pass' }, 'takes 2 parameters', 'pre_upgrade(ctx)'],
    ['no parameter', { 'hooks.js': 'export function preUpgrade() {}' }, 'takes 0 parameters', 'preUpgrade(ctx)'],
    [
      'a screenshot without a page',
      { 'hooks.ts': 'export const screenshot = (ctx: unknown) => {}' },
      'screenshot takes 1 parameters, and this hook takes 2',
      'screenshot(page, ctx)',
    ],
    [
      'a function in place of a setting',
      { 'hooks.ts': "export const healthPath = () => '/'" },
      'healthPath is a setting',
      'recipe.yaml',
    ],
    [
      'a function on a data key of the original',
      { 'recipe_meta.py': 'def HEALTH_PATH(ctx): return "/"' },
      'HEALTH_PATH is a setting',
      'recipe.yaml',
    ],
    [
      'a value in place of a hook',
      { 'hooks.py': 'pre_install = "x"' },
      'pre_install is a hook and must be a function',
      'pre_install(ctx)',
    ],
    ['a file that does not load', { 'hooks.ts': "import './gone.js'" }, 'it cannot be loaded', 'by itself'],
    ['a file that does not parse', { 'hooks.py': 'def pre_install(ctx)\n' }, 'hooks.py:1', 'by itself'],
  ])('%s', async (_, ours, message, hint) => {
    await expect(load({ ours })).rejects.toMatchObject({
      ...{ code: 'HOOKS_INVALID', exitCode: 2 },
      message: expect.stringContaining(message),
      hint: expect.stringContaining(hint),
    })
  })

  it.each([
    ['no map', 'export const extraEnv = (ctx) => 7', 'extraEnv gave a wrong value'],
    ['a wrong name', "export const extraEnv = (ctx) => ({ 'a b': '1' })", 'extraEnv gave a wrong value'],
    ['a wrong probe', 'export const readyProbe = (ctx) => ({ port: 1 })', 'readyProbe gave a wrong value'],
    ['an error', 'export const extraEnv = (ctx) => ctx.nothing.x', 'extraEnv failed: TypeError'],
  ])('a value function that gives %s', async (_, script, message) => {
    const { settings } = await load({ ours: { 'hooks.js': script } })

    await expect(settings()).rejects.toMatchObject({ code: 'HOOKS_INVALID', message: expect.stringContaining(message) })
  })
})

describe('the settings file of the original', () => {
  it('is read as settings and hooks', async () => {
    const { hooks, settings } = await load({
      ours: {
        'recipe_meta.py': `
HEALTH_PATH = "/ok"
HEALTH_OK = {200, 204}
DEPLOY_TIMEOUT = 2400
EXPECTED_NA = {"backup_restore": "it keeps nothing"}
READY_PROBE = {"tcp_host": "127.0.0.1", "tcp_port": 1, "stable": 2}
_private = 1

def EXTRA_ENV(ctx):
    return {"NAME": ctx.domain}

def BACKUP_VERIFY(ctx):
    return True
`,
        'ops.py': 'def pre_restore(ctx): pass\n',
      },
    })

    expect(hooks.map(({ name }) => name).sort()).toEqual(['backupVerify', 'extraEnv', 'preRestore'])
    expect(await settings()).toEqual(
      recipeSettingsSchema.parse({
        ...{ healthPath: '/ok', healthOk: [200, 204], deployTimeout: 2400, extraEnv: { NAME: 'wiki-1.ci.test' } },
        expectedNa: { backup_restore: 'it keeps nothing' },
        readyProbe: { tcpHost: '127.0.0.1', tcpPort: 1, stable: 2 },
      }),
    )
  })

  it.each([
    ['an unknown name', 'HEALTH_PAHT = "/"\n', 'HEALTH_PAHT is no setting', 'HEALTH_PATH'],
    ['a wrong type', 'DEPLOY_TIMEOUT = "long"\n', 'DEPLOY_TIMEOUT', undefined],
    ['a code that is never healthy', 'HEALTH_OK = {404}\n', 'HEALTH_OK', undefined],
    ['an error in it', 'DEPLOY_TIMEOUT = undefined_name\n', 'NameError', undefined],
  ])('H-06: %s is an error with its name', async (_, text, message, hint) => {
    await expect(load({ ours: { 'recipe_meta.py': text } })).rejects.toMatchObject({
      ...{ code: 'HOOKS_INVALID', exitCode: 2, message: expect.stringContaining(message) },
      ...(hint !== undefined && { hint: expect.stringContaining(hint) }),
    })
  })
})
