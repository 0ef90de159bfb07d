import { exampleRunResult } from '@cc-ci/contracts/testing'
import { describe, expect, it } from 'vitest'
import { renderRunPage } from './page.js'

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47])
const strip = [
  { moment: 'installed', file: 'screenshots/installed.png', reason: null, changed: null },
  { moment: 'upgraded', file: null, reason: 'HTTP 503 at / <b>', changed: null },
  { moment: 'restored', file: 'screenshots/restored.png', reason: null, changed: 0.004 },
] as const
const artefacts = { ...exampleRunResult().artefacts, screenshot: 'screenshot.png', screenshots: [...strip] }
const result = exampleRunResult({ artefacts })
const all = new Map(['screenshot.png', ...strip.flatMap(({ file }) => file ?? [])].map((file) => [file, png]))

describe('the screenshots on the page', () => {
  it('stand side by side with words for people who do not see them, and lead to their files', () => {
    const page = renderRunPage(result, { pictures: all })

    expect(page).toContain('alt="notebook 1.0.0+2.38.0 as a browser showed it: installed"')
    expect(page).toContain('alt="notebook 1.1.0+2.39.0 as a browser showed it: restored, less than 1 % of it changed"')
    expect(page.match(/<a href="screenshots\/\w+\.png"><img class="shot"/g)).toHaveLength(2)
    expect(page.match(/src="data:image\/png;base64,iVBORw=="/g)).toHaveLength(2)
  })

  it('say why one is missing, harmlessly', () => {
    const page = renderRunPage(result, { pictures: new Map() })

    expect(page).toContain('No screenshot: HTTP 503 at / &lt;b&gt;')
    expect(page.match(/No screenshot: the file is missing/g)).toHaveLength(2)
  })

  it.each([
    [0, 'looks the same'],
    [0.004, 'less than 1 % of it changed'],
    [0.426, '43 % of it changed'],
  ])('tell by %f how much has changed', (changed, words) => {
    const screenshots = [{ ...strip[2], changed }]
    expect(renderRunPage(exampleRunResult({ artefacts: { ...artefacts, screenshots } }), { pictures: all })).toContain(
      words,
    )
  })

  it('are one, of a result that has no more', () => {
    const older = exampleRunResult({ artefacts: { ...artefacts, screenshots: [] } })
    expect(renderRunPage(older, { pictures: all }).match(/<img class="shot"/g)).toHaveLength(1)
    expect(renderRunPage(older, { pictures: new Map() })).not.toContain('<img')
  })

  it('are never linked outside of the run folder', () => {
    const screenshots = [{ ...strip[0], file: '../../secret.png' }]
    const page = renderRunPage(exampleRunResult({ artefacts: { ...artefacts, screenshots } }))
    expect(page).not.toContain('href="../')
  })
})
