import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Lie, readGoodExamples, readLies } from './expectation.js'

const folder = fileURLToPath(new URL('../broken', import.meta.url))
const lies = readLies(folder)

const good = readGoodExamples(fileURLToPath(new URL('..', import.meta.url)))

/** They show only after a wait of half a minute and more, which CI has no time for. */
const tooSlow = ['RESOURCES_SHORT']

/** The fault codes that the fast subset leaves out, and those that it shows more than once. */
function unevenCodes(catalogue: readonly Lie[]): string[] {
  const codes = new Set(catalogue.flatMap(({ expected }) => expected.fault?.code ?? []))
  return [...codes].filter((code) => {
    const fast = catalogue.filter(({ expected }) => expected.fast && expected.fault?.code === code)
    return fast.length !== (tooSlow.includes(code) ? 0 : 1)
  })
}

describe('the catalogue of lies', () => {
  it('has at least 45 recipes', () => {
    expect(lies.length).toBeGreaterThanOrEqual(45)
  })

  it('has each fault code once in the subset that CI runs', () => {
    expect(unevenCodes(lies)).toEqual([])
  })

  it('would notice a code that CI misses or shows twice', () => {
    const slow = lies.map(({ name, expected }) => ({
      name,
      expected: { ...expected, fast: name !== 'crash-loop' && expected.fast },
    }))

    expect(unevenCodes(slow)).toEqual(['CRASH_LOOP'])
    expect(unevenCodes([...lies, ...lies.filter(({ name }) => name === 'crash-loop')])).toEqual(['CRASH_LOOP'])
  })

  it('has settings and an entry in the workspace for each recipe, and no other', () => {
    const text = readFileSync(`${folder}/cc-ci.yaml`, 'utf8')
    const { recipes } = parse(text) as { recipes: Record<string, { readonly url: string }> }
    // What lies elsewhere is a dependency of an example.
    const broken = Object.entries(recipes).filter(([, { url }]) => url.includes('/broken/'))

    expect(broken.map(([name]) => name)).toEqual(lies.map(({ name }) => name))
    expect(lies.filter(({ name }) => !existsSync(`${folder}/recipes/${name}/recipe.yaml`))).toEqual([])
  })

  it('names field notes by their ids', () => {
    const ids = [...lies, ...good].flatMap(({ expected }) => expected.ids)

    expect(ids.filter((id) => !/^[A-Z]{1,2}-\d\d$/.test(id))).toEqual([])
  })
})

describe('the good recipes', () => {
  it('are at least 12, and none of them is expected to be anything but green', () => {
    expect(good.length).toBeGreaterThanOrEqual(12)
    expect(good.filter(({ expected: { verdict, fault } }) => verdict !== 'green' || fault !== undefined)).toEqual([])
  })

  it('are recipes of the workspace, each', () => {
    const { recipes } = parse(readFileSync(`${folder}/../../cc-ci.yaml`, 'utf8')) as {
      recipes: Record<string, unknown>
    }

    expect(good.filter(({ name }) => recipes[name] === undefined)).toEqual([])
  })
})

/** How many field notes there are of each group that a recipe can be about. */
const notes = { V: 20, R: 14, A: 23, B: 8 }

describe('field notes', () => {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const all = Object.entries(notes).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, index) => `${group}-${String(index + 1).padStart(2, '0')}`),
  )
  const table = readFileSync(`${root}/docs/lies.md`, 'utf8').matchAll(/^\| ([A-Z]-\d\d) \|.*\| `(.*)` \|$/gm)
  const tests = [...table].map(([, id = '', file = '']) => ({ id, file }))

  it('are each shown by a recipe or by the test that docs/lies.md names', () => {
    const shown = new Set([...lies, ...good].flatMap(({ expected }) => expected.ids))
    const missing = all.filter((id) => !shown.has(id) && !tests.some((test) => test.id === id))

    expect(missing).toEqual([])
  })

  it.each(tests)('$id is named by the test in $file', ({ id, file }) => {
    expect(readFileSync(`${root}/${file}`, 'utf8')).toContain(id)
  })
})
