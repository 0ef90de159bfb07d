import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SystemClock } from '@cc-ci/kernel'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../src/adapters/chromium/find-browser.js'
import { ChromiumBrowser, type ChromiumOptions } from '../src/index.js'
import type { OpenedBrowser, Screenshot, ScreenshotRequest } from '../src/ports/browser.js'
import { readPng } from '../src/screenshot/read-png.js'
import { browserContract, openBrowser } from './browser.contract.js'
import { fixturePages, secret } from './fixture-pages.js'
import { type PageServer, servePages } from './page-server.js'
import { selfSigned } from './self-signed.js'

const noChromium = findChromium(process.env) === undefined && process.env.CI !== 'true'
const reason = noChromium ? ' (skipped: no Chromium on this machine)' : ''
const domain = 'app-0a1b2c.shots.test'
const pageTime = new Date('2026-11-25T12:00:00Z')

describe.skipIf(noChromium)(`Chromium${reason}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cc-ci-browser-'))
  let server: PageServer
  let browser: ChromiumBrowser
  let opened: OpenedBrowser

  const chromium = (changes: Partial<ChromiumOptions> = {}): ChromiumBrowser =>
    new ChromiumBrowser({
      ...{ clock: new SystemClock(), environment: process.env, libraryFolders: [folder], patienceMs: 600 },
      proxy: { address: server.address, caFile: join(folder, 'ca.pem') },
      ...changes,
    })

  beforeAll(async () => {
    const certificate = selfSigned(domain)
    writeFileSync(join(folder, 'ca.pem'), certificate.cert)
    server = await servePages(fixturePages, certificate)
    browser = chromium()
    opened = await openBrowser(browser, { domain, folder: join(folder, 'browser'), pageTime })
  })
  afterAll(async () => {
    await opened?.close()
    await server?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const look = (path: string, changes: Partial<ScreenshotRequest> = {}): Promise<Screenshot> =>
    opened.screenshot({
      ...{ path, mask: [], accepted: [200], deadlineMs: 15_000, signal: new AbortController().signal },
      holdsSecret: (text) => text.includes(secret),
      ...changes,
    })

  /** Everything that a page says. */
  const read = async (path: string): Promise<string> => {
    const texts: string[] = []
    const holdsSecret = (text: string): boolean => texts.push(text) === 0
    await look(path, { holdsSecret })
    return texts.join(' ')
  }

  describe('shows the app although', () => {
    it.each([
      ['P-01: it paints late', '/late'],
      ['it polls for ever and keeps a socket open', '/polling'],
      ['it begins with an error', '/starting'],
      ['P-01: the first time it stays blank', '/blank-then-good'],
      ['it opens dialogs', '/alert'],
      ['it starts a download', '/download-link'],
      ['it opens another window', '/popup'],
      ['it is huge', '/huge'],
      ['it waits by the clock', '/debounce'],
    ])('%s', async (_, path) => {
      expect(colourAt(await look(path), 100, 50)).toBe('0,255,0')
    })

    it('it is animated for ever: two pictures of it are equal', async () => {
      const [one, other] = [await look('/spinner'), await look('/spinner')]
      expect(one.taken && other.taken && Buffer.from(one.png).equals(other.png)).toBe(true)
    })

    it('it never looks the same twice', async () => {
      expect(await look('/restless', { deadlineMs: 12_000 })).toMatchObject({ taken: true })
    })
  })

  describe('takes no picture of', () => {
    it.each([
      ['an error without a body', '/503', 'HTTP 503 at /503'],
      ['an error with a page', '/500', 'HTTP 500 at /500'],
      ['an error that a script leads to', '/script-elsewhere', 'HTTP 500 at /script-elsewhere'],
      ['V-11: the proxy’s own 404', '/nowhere', 'HTTP 404 at /nowhere'],
      ['a refusal', '/401', 'HTTP 401 at /401'],
      ['another site', '/elsewhere', '/elsewhere could not be loaded: ERR_NAME_NOT_RESOLVED'],
      ['a download', '/download', '/download is a download'],
    ])('%s', async (_, path, why) => {
      expect(await look(path)).toEqual({ taken: false, why, leaked: false })
    })

    it.each([
      ['in its text', '/secret'],
      ['in a password field', '/secret-field'],
      ['in a shadow tree', '/secret-shadow'],
      ['in a frame', '/secret-frame'],
      ['after a while', '/secret-late'],
    ])('X-05: a page that shows a secret %s', async (_, path) => {
      expect(await look(path)).toEqual({ taken: false, why: 'the page shows a secret', leaked: true })
    })
  })

  describe('as the recipe wants it', () => {
    it('shows a refusal that the recipe accepts', async () => {
      expect(await look('/401', { accepted: [401] })).toMatchObject({ taken: true })
    })

    it.each([
      ['password fields', '/login', []],
      ['what looks like a token', '/token', []],
      ['what the recipe names', '/covered', ['.mine']],
    ])('covers %s', async (_, path, mask) => {
      expect(colourAt(await look(path, { mask }), 100, 10)).toBe('138,148,158')
    })

    it('waits for what the recipe names, and says when it did not come', async () => {
      expect(colourAt(await look('/slow-paint', { waitFor: '.ready' }), 100, 50)).toBe('0,255,0')
      expect(await look('/', { waitFor: '.never', deadlineMs: 3_000 })).toMatchObject({
        why: '.never did not show within 3 s',
      })
    })

    it('is where the recipe sent a visitor ahead, and as that visitor', async () => {
      const cookie = { name: 'visitor', value: 'known', domain, path: '/', expires: -1 }
      const storage = {
        cookies: [{ ...cookie, httpOnly: true, secure: true, sameSite: 'Lax' }],
        origins: [{ origin: `https://${domain}`, localStorage: [{ name: 'theme', value: 'green' }] }],
      }
      const arrival = { url: `https://${domain}/members`, storage }

      expect(await look('/members')).toMatchObject({ why: 'HTTP 401 at /members' })
      expect(colourAt(await look('/members', { arrival }), 100, 50)).toBe('0,255,0')
    })
  })

  it('lets every page begin at the same moment, in the same language, without motion', async () => {
    expect(await read('/clock')).toContain('2026-11-25T12:00 0 string true UTC en-US true')
  })

  it('reaches nothing but the app’s own zone', async () => {
    const asked: string[] = []
    const neighbour = createServer((request, response) => response.end(String(asked.push(request.url ?? ''))))
    await new Promise<void>((resolve) => neighbour.listen(0, '127.0.0.1', resolve))
    const { port } = neighbour.address() as AddressInfo
    expect(await read(`/outside?${port}`)).toContain('reached nothing')
    neighbour.close()
    expect(asked).toEqual([])
  })

  it('P-01: takes no picture of a blank page', async () => {
    expect(await look('/blank', { deadlineMs: 15_000 })).toMatchObject({ why: 'the page stays blank' })
  })

  it('takes no picture of a page that hangs, and takes the next one', async () => {
    expect(await look('/endless-script', { deadlineMs: 1_500 })).toMatchObject({ why: 'nothing to see within 2 s' })
    expect(await look('/')).toMatchObject({ taken: true })
  })

  it('V-11: refuses a certificate that nobody it knows vouches for', async () => {
    writeFileSync(join(folder, 'other.pem'), selfSigned(domain).cert)
    const stranger = chromium({ proxy: { address: server.address, caFile: join(folder, 'other.pem') } })
    expect(await stranger.open({ domain, folder: join(folder, 'stranger'), pageTime })).toMatchObject({
      opened: false,
      why: expect.stringMatching(/self-signed|certificate/),
    })
  })
  it('H-03: leaves no process and no folder of a run that is killed with -9', async () => {
    const own = join(folder, 'killed')
    const run = spawn(
      process.execPath,
      ['--conditions=@cc-ci/source', '--import', 'tsx', program, own, server.address, join(folder, 'ca.pem')],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    await once(run.stdout, 'data')
    expect(commandLinesWith(own)).not.toEqual([])

    run.kill('SIGKILL')
    await once(run, 'exit')

    await expect.poll(() => [commandLinesWith(own), existsSync(own)], { timeout: 20_000 }).toEqual([[], false])
  })

  browserContract('ChromiumBrowser', () => ({
    browser,
    without: chromium({ environment: { PATH: folder } }),
    domain,
    freshFolder: () => join(folder, 'contract'),
  }))
})

const program = fileURLToPath(new URL('programs/open-browser.ts', import.meta.url))

function colourAt(shot: Screenshot, x: number, y: number): string {
  if (!shot.taken) return shot.why
  const { data, width, depth } = readPng(shot.png)
  return data.subarray((y * width + x) * depth, (y * width + x) * depth + 3).join(',')
}

/** The command lines of all processes that name a folder. */
function commandLinesWith(part: string): string[] {
  const lines = readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) ? [readFileSync(`/proc/${name}/cmdline`, 'utf8')] : []
    } catch {
      return [] // It ended while we looked.
    }
  })
  return lines.filter((line) => line.includes(part))
}
