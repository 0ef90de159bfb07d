import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { exampleRunResult, levelFiveResult, redRestoreResult } from '@cc-ci/contracts/testing'
import { Resvg } from '@resvg/resvg-js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type FontName, measureText } from '../src/design/measure-text.js'
import { bundledFonts, cardPng, rasterise, writeRenderings } from '../src/index.js'

const fontFiles = bundledFonts()

function drawnWidth(text: string, font: FontName): number {
  const [, family, weight] = /^(.*) (\d+)$/.exec(font) ?? []
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="200"><text x="10" y="100" font-family="${family}" font-weight="${weight}" font-size="100">${text}</text></svg>`
  return new Resvg(svg, { font: { fontFiles, loadSystemFonts: false } }).getBBox()?.width ?? 0
}

const readSize = (png: Buffer): number[] => [png.readUInt32BE(16), png.readUInt32BE(20)]

describe('measured text', () => {
  it.each<[FontName, string]>([
    ['Inter 800', 'nextcloud-with-a-longer-name'],
    ['Inter 700', 'L5 · Polished'],
    ['Inter 600', 'Backup + restore'],
    ['Inter 400', '0 of 3 rows back, not counted'],
    ['JetBrains Mono 500', '9.0.5+31.0.2-fpm → 9.1.0+32.0.1'],
  ])('P-02: in %s is as wide as it is drawn', (font, text) => {
    const measured = measureText(text, { font, size: 100 })
    const drawn = drawnWidth(text, font)
    expect(drawn).toBeLessThanOrEqual(measured + 2)
    expect(drawn).toBeGreaterThan(measured * 0.95)
  })
})

describe('the bundled fonts', () => {
  it('are the published ones, byte for byte, each family with its licence', () => {
    const require = createRequire(import.meta.url)
    const published = [
      require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
      require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
      require.resolve('@expo-google-fonts/inter/700Bold/Inter_700Bold.ttf'),
      require.resolve('@expo-google-fonts/inter/800ExtraBold/Inter_800ExtraBold.ttf'),
      require.resolve('@expo-google-fonts/jetbrains-mono/500Medium/JetBrainsMono_500Medium.ttf'),
    ]
    expect(fontFiles.map((file) => basename(file))).toEqual(published.map((file) => basename(file)))
    for (const [index, file] of fontFiles.entries())
      expect(readFileSync(file).equals(readFileSync(published[index] ?? '')), file).toBe(true)
    const texts = readdirSync(join(fontFiles[0] ?? '', '..')).filter((file) => file.endsWith('-OFL.txt'))
    expect(texts).toEqual(['Inter-OFL.txt', 'JetBrainsMono-OFL.txt'])
  })
})

describe('the card as PNG', () => {
  it('is 1200×630 without a screenshot, and as wide as asked', async () => {
    expect(readSize(await cardPng(levelFiveResult(), { theme: 'light' }))).toEqual([1200, 630])
    expect(readSize(await cardPng(levelFiveResult(), { theme: 'dark', width: 600 }))).toEqual([600, 315])
  })

  it('shows the screenshot', async () => {
    const shot = await rasterise(
      '<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"><rect width="1280" height="800" fill="#ff00ff"/></svg>',
    )
    const pixelAt = async (x: number, y: number): Promise<number[]> => {
      const card = await cardPng(levelFiveResult(), { theme: 'light', screenshot: shot })
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="1" height="1" viewBox="${x} ${y} 1 1"><image width="1200" height="630" xlink:href="data:image/png;base64,${card.toString('base64')}"/></svg>`
      return [...new Resvg(svg).render().pixels]
    }
    expect(await pixelAt(870, 265)).toEqual([255, 0, 255, 255])
    expect(await pixelAt(870, 460)).toEqual([255, 255, 255, 255])
  })

  it('is drawn although the screenshot is broken', async () => {
    const broken = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 1, 2])
    expect(readSize(await cardPng(levelFiveResult(), { theme: 'light', screenshot: broken }))).toEqual([1200, 630])
  })
})

describe('the renderings of a run', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cc-ci-renderings-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const now = 1_790_000_500

  it('are all written, and no half-written file stays', async () => {
    const { artefacts, problems } = await writeRenderings(redRestoreResult(), folder, { now })
    expect(problems).toEqual([])
    const { card, badge, junit, page } = redRestoreResult().artefacts
    expect(artefacts).toEqual({ card, badge, junit, page })
    const reports = ['ctrf.json', 'badge.json', 'report.md']
    const files = [...Object.values(artefacts), ...reports, 'summary-dark.png', 'junit']
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(files.sort())
  })

  it('show the screenshots that lie in the folder, and nothing from outside of it', async () => {
    const shot = await rasterise('<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="800"/>')
    const inside = join(folder, 'run')
    mkdirSync(join(inside, 'screenshots'), { recursive: true })
    for (const file of ['run/screenshot.png', 'run/screenshots/installed.png', 'secret.png'])
      writeFileSync(join(folder, file), shot)
    const base = exampleRunResult()
    const record = { moment: 'installed', file: 'screenshots/installed.png', reason: null, changed: null } as const
    const screenshots = [record, { ...record, moment: 'restored', file: '../secret.png' } as const]
    const plainCard = await cardPng(base, { theme: 'light' })

    await writeRenderings(
      { ...base, artefacts: { ...base.artefacts, screenshot: 'screenshot.png', screenshots } },
      inside,
      { now },
    )

    expect(readFileSync(join(inside, 'summary.html'), 'utf8').match(/data:image\/png/g)).toHaveLength(1)
    expect(readFileSync(join(inside, 'summary.png')).equals(plainCard)).toBe(false)
  })

  it('P-04: what cannot be written is told and not linked, and the rest is still there', async () => {
    writeFileSync(join(folder, 'junit'), 'a file where a folder should be')
    mkdirSync(join(folder, 'badge.svg'))
    const { artefacts, problems } = await writeRenderings(exampleRunResult(), folder, { now })
    expect(artefacts).toEqual({ card: 'summary.png', page: 'summary.html', badge: null, junit: null })
    expect(problems.map(({ file }) => file)).toEqual(['badge.svg', 'junit/cc-ci.xml'])
    const page = readFileSync(join(folder, 'summary.html'), 'utf8')
    expect(page).toContain('href="summary.png"')
    expect(page).not.toMatch(/href="(badge|junit)/)
  })
})
