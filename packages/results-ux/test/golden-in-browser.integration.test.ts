import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { levels, renderRunPage } from '../src/index.js'
import { findChromium, startChromium } from './chromium.js'
import { states } from './golden-states.js'
import { overlappingTexts } from './overlapping-texts.js'
import { type Colour, distance } from './perceived-distance.js'

const executable = findChromium()
const reason = executable === undefined && process.env.CI !== 'true' ? ' (skipped: no Chromium on this machine)' : ''

const packageFolder = new URL('../', import.meta.url)
const golden = fileURLToPath(new URL('test/golden/', packageFolder))
const drawings = ['badge', 'card'].flatMap((kind) =>
  readdirSync(`${golden}${kind}`).map((file) => ({ name: `${kind}/${file}`, svg: read(`${golden}${kind}/${file}`) })),
)

/** The fonts that the card is drawn with; a badge has those of its reader. */
const fonts = [
  ['Inter', 400, 'Inter_400Regular'],
  ['Inter', 600, 'Inter_600SemiBold'],
  ['Inter', 700, 'Inter_700Bold'],
  ['Inter', 800, 'Inter_800ExtraBold'],
  ['JetBrains Mono', 500, 'JetBrainsMono_500Medium'],
].map(
  ([family, weight, file]) =>
    `@font-face { font-family: '${family}'; font-weight: ${weight}; src: url(data:font/ttf;base64,${readFileSync(new URL(`fonts/${file}.ttf`, packageFolder), 'base64')}) }`,
)

describe.skipIf(reason !== '')(`every level and state, as Chromium draws it${reason}`, () => {
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    browser = await startChromium(executable)
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  })
  afterAll(() => browser?.close())

  it('has every text of every golden badge and card within its drawing, and none on another', async () => {
    await page.setContent(`<style>${fonts.join('')} body { margin: 0 }</style><div id="drawing"></div>`)
    const found: Record<string, string[]> = {}
    for (const { name, svg } of drawings) {
      found[name] = await troublesOf(page, svg)
    }
    expect(found).toEqual(Object.fromEntries(drawings.map(({ name }) => [name, []])))
    expect(drawings.length).toBeGreaterThanOrEqual(3 * states.length)
  })

  it('would tell of a text that leaves its drawing, or lies on another', async () => {
    const svg = (texts: string): string =>
      `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">${texts}</svg>`
    expect(await troublesOf(page, svg('<text x="60" y="20">far too long</text>'))).toEqual(['outside: far too long'])
    const twice = '<text x="4" y="20">one</text><text x="8" y="22">other</text>'
    expect(await troublesOf(page, svg(twice))).toEqual(['one / other'])
  })

  it.each(states)('has no text on another and no sideways scrolling on the page of %s', async (_, result) => {
    await page.setContent(renderRunPage(result))
    await page.evaluate('for (const fold of document.querySelectorAll("details")) fold.open = true')
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [360, 1280]) {
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize({ width, height: 800 })
        const wide = await page.evaluate('document.documentElement.scrollWidth')
        expect([colorScheme, wide, await overlappingTexts(page)]).toEqual([colorScheme, width, []])
      }
    await page.setViewportSize({ width: 1280, height: 800 })
  })

  it.each([
    ['none', 32],
    ['protanopia', 30],
    ['deuteranopia', 22],
    ['tritanopia', 26],
  ] as const)('P-07: has badges whose levels differ for eyes with %s by ΔE %i at least', async (type, least) => {
    const badges = levels.map(({ level }) => read(`${golden}badge/level-${level}.svg`))
    await page.setContent(`<style>svg { display: block }</style>${badges.join('')}`)
    const fills = await colourAt(page, type, badges.length)
    const distances = fills.flatMap((one, index) => fills.slice(index + 1).map((other) => distance(one, other)))
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(least)
  })
})

/** What a reader of the drawing could not read. */
async function troublesOf(page: Page, svg: string): Promise<string[]> {
  return (await page.evaluate(`(() => {
    const drawing = document.querySelector('#drawing')
    drawing.innerHTML = ${JSON.stringify(svg)}
    const frame = drawing.querySelector('svg').getBoundingClientRect()
    const texts = [...drawing.querySelectorAll('text')].map((node) => ({ node, box: node.getBoundingClientRect(), text: node.textContent }))
    const outside = texts.filter(({ box }) => box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
    const pairs = texts.flatMap((one, index) => texts.slice(index + 1).flatMap((other) => {
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left)
      const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top)
      return across > 2 && down > Math.min(one.box.height, other.box.height) / 2 ? [one.text + ' / ' + other.text] : []
    }))
    return [...outside.map(({ text }) => 'outside: ' + text), ...pairs]
  })()`)) as string[]
}

/** The fill of each badge in a column, as it reaches an eye that sees colours in this way. */
async function colourAt(page: Page, type: string, count: number): Promise<Colour[]> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setEmulatedVisionDeficiency', { type: type as 'none' })
  const png = (await page.screenshot()).toString('base64')
  await session.send('Emulation.setEmulatedVisionDeficiency', { type: 'none' })
  await session.detach()
  return (await page.evaluate(`(async () => {
    const image = new Image()
    image.src = 'data:image/png;base64,${png}'
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d')
    canvas.drawImage(image, 0, 0)
    const left = document.querySelector('svg').getBoundingClientRect()
    return Array.from({ length: ${count} }, (_, index) => [...canvas.getImageData(left.left + 56, left.top + index * 22 + 5, 1, 1).data].slice(0, 3))
  })()`)) as Colour[]
}

function read(file: string): string {
  return readFileSync(file, 'utf8')
}
