import type { RunResult, ScreenshotMoment, ScreenshotRecord } from '@cc-ci/contracts/run-result'
import { html } from 'hono/html'
import { type Part, section } from './page-parts.js'
import { relativeLink } from './relative-link.js'

/** PNG files by their names in the run folder. */
export type Pictures = ReadonlyMap<string, Uint8Array>

/** What an image loads for a file of the run folder: its content or its address; undefined when there is none. */
export type PictureSource = (file: string) => string | undefined

/** Pictures as part of the page itself. */
export function embedPictures(pictures: Pictures): PictureSource {
  return (file) => {
    const png = pictures.get(file)
    if (png === undefined) return undefined
    return `data:image/png;base64,${Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64')}`
  }
}

const captions: Readonly<Record<ScreenshotMoment, string>> = {
  installed: 'Installed',
  upgraded: 'Upgraded',
  restored: 'Restored',
}

/** The app after each change side by side, each picture linked to its file. */
export function screenshotSection(result: RunResult, source: PictureSource): Part {
  const { screenshots, screenshot } = result.artefacts
  const strip = screenshots.map((record) => figure(result, record, source))
  if (strip.length > 0) return section('Screenshots', [html`<div class="strip">${strip}</div>`])
  const src = screenshot === null ? undefined : source(screenshot)
  return section('Screenshot', src === undefined ? [] : [image(`${result.recipe} as a browser showed it`, src)])
}

function figure(result: RunResult, record: ScreenshotRecord, source: PictureSource): Part {
  const { moment, file, reason, changed } = record
  const title = captions[moment]
  const version = versionAt(result, moment)
  const src = file === null ? undefined : source(file)
  const alt = `${result.recipe} ${version} as a browser showed it: ${moment}${changed === null ? '' : `, ${change(changed)}`}`
  const href = file === null ? undefined : relativeLink(file)
  const shown =
    src === undefined
      ? html`<div class="noshot">No screenshot: ${reason ?? 'the file is missing'}</div>`
      : href === undefined
        ? image(alt, src)
        : html`<a href="${href}">${image(alt, src)}</a>`
  const facts = [version, changed === null || src === undefined ? '' : change(changed)].filter(Boolean).join(' · ')
  return html`<figure>${shown}<figcaption><strong>${title}</strong> <span class="muted">${facts}</span></figcaption></figure>`
}

function image(alt: string, src: string): Part {
  return html`<img class="shot" alt="${alt}" src="${src}">`
}

/** The first deploy is the base’s when there is one to upgrade from. */
function versionAt({ base, version, ref }: RunResult, moment: ScreenshotMoment): string {
  const head = version ?? ref.slice(0, 7)
  if (moment !== 'installed' || base.kind === 'skip') return head
  return base.version ?? base.ref?.slice(0, 7) ?? head
}

function change(share: number): string {
  if (share === 0) return 'looks the same'
  const percent = share * 100
  return `${percent < 1 ? 'less than 1' : Math.round(percent)} % of it changed`
}
