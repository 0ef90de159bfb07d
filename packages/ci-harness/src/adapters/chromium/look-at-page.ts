import { createHash } from 'node:crypto'
import { isBlank } from '../../screenshot/compare-pixels.js'
import type { Frame } from '../../screenshot/decide-settled.js'
import { readPng } from '../../screenshot/read-png.js'
import type { OpenPage } from './open-app.js'
import { coverAndRead, type PageText, uncover } from './page-scripts.js'

export interface Look extends Frame {
  readonly png: Uint8Array
}

/** Every PNG of one colour in the size of the window is smaller: it has 5 KB. */
const surelyPaintedBytes = 32 * 1024

/** Covers what is to be covered and takes one frame; undefined when the page was just going elsewhere. */
export async function lookAtPage(open: OpenPage, load: number): Promise<Look | 'secret' | undefined> {
  const { page, job, traffic, now } = open
  try {
    if (await showsSecret(open)) return 'secret'
    const { idleMs, loading } = traffic
    const at = now()
    // Waits for fonts by itself.
    const png = await page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'css' })
    // What came onto the page while it was drawn may be in the picture.
    if (await showsSecret(open)) return 'secret'
    const digest = createHash('sha256').update(png).digest('hex')
    const blank = png.length < surelyPaintedBytes && isBlank(readPng(png))
    return { at, digest, bytes: png.length, blank, idleMs, loading, load, png }
  } catch (error) {
    if (page.isClosed() || job.signal.aborted) throw error
    return undefined
  }
}

async function showsSecret({ page, job: { mask, holdsSecret } }: OpenPage): Promise<boolean> {
  const script = `${uncover};${coverAndRead(mask)}`
  for (const frame of page.frames()) {
    const read = frame.evaluate<PageText>(script)
    const { text } = frame === page.mainFrame() ? await read : await read.catch(() => ({ text: '' }))
    if (holdsSecret(text)) return true
  }
  return holdsSecret(page.url())
}
