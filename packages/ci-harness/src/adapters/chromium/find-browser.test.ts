import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chromiumMissing, findChromium, loadChromiumDriver } from './find-browser.js'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cc-ci-find-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('Chromium', () => {
  it('is the one that CC_CI_CHROMIUM names', () => {
    expect(findChromium({ CC_CI_CHROMIUM: '/opt/chrome', PATH: folder })).toBe('/opt/chrome')
  })

  it('is otherwise the first on PATH that can be run', () => {
    const named = (name: string, mode: number) => {
      writeFileSync(join(folder, name), '')
      chmodSync(join(folder, name), mode)
    }
    named('google-chrome', 0o755)
    named('chromium', 0o644)
    expect(findChromium({ PATH: `/nowhere::${folder}` })).toBe(join(folder, 'google-chrome'))
    named('chromium-browser', 0o755)
    expect(findChromium({ PATH: folder })).toBe(join(folder, 'chromium-browser'))
  })

  it('may be missing, and what to do is said in a few words', () => {
    expect(findChromium({ PATH: folder })).toBeUndefined()
    expect(chromiumMissing({})).toMatch(/^no Chromium; (run: apt-get install chromium|install it)/)
    expect(chromiumMissing({ CC_CI_CHROMIUM: '/opt/chrome' })).toBe('CC_CI_CHROMIUM names no program: /opt/chrome')
  })
})

describe('the driver', () => {
  it('is the workspace’s own', () => {
    const library = join(folder, 'node_modules/playwright-core')
    mkdirSync(library, { recursive: true })
    writeFileSync(join(library, 'package.json'), '{"name":"playwright-core","main":"index.js"}')
    writeFileSync(join(library, 'index.js'), 'exports.chromium = "of the workspace"')
    expect(loadChromiumDriver([join(folder, 'deep/inside'), '/nowhere'])).toBe('of the workspace')
  })

  it('may be missing', () => {
    expect(loadChromiumDriver([folder], pathToFileURL(join(folder, 'ours.js')).href)).toBeUndefined()
  })
})
