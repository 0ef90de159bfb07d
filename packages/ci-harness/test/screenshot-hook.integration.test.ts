import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { recipeSettingsSchema } from '@cc-ci/contracts/recipe-settings'
import { ExecaProcessRunner } from '@cc-ci/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../src/adapters/chromium/find-browser.js'
import { askHooks } from '../src/hooks/hook-program.js'
import { loadHooks } from '../src/hooks/load-hooks.js'
import { hookContext } from '../src/hooks/settings-with-hooks.js'
import { findOverlays } from '../src/overlays/find-overlays.js'
import { fixturePages } from './fixture-pages.js'
import { folderOf } from './overlay-bed.js'
import { type PageServer, servePages } from './page-server.js'
import { selfSigned } from './self-signed.js'

const noChromium = findChromium(process.env) === undefined && process.env.CI !== 'true'
const reason = noChromium ? ' (skipped: no Chromium on this machine)' : ''
const domain = 'app-0a1b2c.hooks.test'

describe.skipIf(noChromium)(`the hook screenshot${reason}`, () => {
  const certificate = selfSigned(domain)
  let server: PageServer

  beforeAll(async () => {
    server = await servePages(fixturePages, certificate)
  })
  afterAll(() => server?.close())

  /** Calls the hook of this file with a page of a real browser. */
  async function visit(body: string) {
    const overlays = folderOf({
      'hooks.ts': `export async function screenshot(page: any, ctx: { domain: string }) { ${body} }`,
    })
    const folder = folderOf({ 'ca.pem': certificate.cert })
    const { PATH = '', HOME = '', CC_CI_CHROMIUM } = process.env
    const found = await findOverlays({
      overlays,
      checkout: folderOf({}),
      stage: join(folder, 'stage'),
      codeApproved: false,
    })
    const env = {
      ...{ PATH, HOME, CC_CI_APP_DOMAIN: domain },
      ...{ CC_CI_PROXY_ADDRESS: server.address, CC_CI_CA_FILE: join(folder, 'ca.pem') },
      ...(CC_CI_CHROMIUM !== undefined && { CC_CI_CHROMIUM }),
    }
    const world = { processes: new ExecaProcessRunner(), env, folder: join(folder, 'tools') }
    const [hook] = await loadHooks(found.hooks, world)
    if (hook === undefined) throw new Error('no hook was found')
    const context = hookContext({ domain, deps: {} }, 'install', recipeSettingsSchema.parse({}))
    const answer = await askHooks(hook.file, { call: hook.written, context, withPage: true }, world)
    return { answer, left: readdirSync(world.folder) }
  }

  it('begins at the landing page, and what it leaves is enough to be the same visitor elsewhere', async () => {
    const { answer, left } = await visit(`
      if (!(await page.textContent('h1')).includes('Welcome')) throw new Error('not at the landing page')
      await page.goto('/log-in')
      await page.goto('https://' + ctx.domain + '/members')
    `)

    expect(answer).toMatchObject({
      value: {
        url: `https://${domain}/members`,
        storage: {
          cookies: [{ name: 'visitor', value: 'known', domain }],
          origins: [{ origin: `https://${domain}`, localStorage: [{ name: 'theme', value: 'green' }] }],
        },
      },
    })
    expect(left).toEqual([])
  })

  it('says in its own words why there is nothing to show', async () => {
    const { answer } = await visit("throw new Error('nobody can log in')")

    expect(answer).toMatchObject({ error: 'Error: nobody can log in' })
  })
})
