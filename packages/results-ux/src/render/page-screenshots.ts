import type { RunResult, ScreenshotMoment, ScreenshotRecord } from '@cc-ci/contracts/run-result'
import { html, raw } from 'hono/html'
import { type Part, section } from './page-parts.js'
import { relativeLink } from './relative-link.js'

/** PNG files by their names in the run folder. */
export type Pictures = ReadonlyMap<string, Uint8Array>

const captions: Readonly<Record<ScreenshotMoment, string>> = {
  installed: 'Installed',
  upgraded: 'Upgraded',
  restored: 'Restored',
}

/** The app after each change side by side, each picture in the page itself and linked to its file. */
export function screenshotSection(result: RunResult, pictures: Pictures): Part {
  const { screenshots, screenshot } = result.artefacts
  const strip = screenshots.map((record) => figure(result, record, pictures))
  if (strip.length > 0) return section('Screenshots', [html`<div class="strip">${strip}</div>`])
  const png = screenshot === null ? undefined : pictures.get(screenshot)
  return section('Screenshot', png === undefined ? [] : [image(`${result.recipe} as a browser showed it`, png)])
}

function figure(result: RunResult, record: ScreenshotRecord, pictures: Pictures): Part {
  const { moment, file, reason, changed } = record
  const title = captions[moment]
  const version = versionAt(result, moment)
  const png = file === null ? undefined : pictures.get(file)
  const alt = `${result.recipe} ${version} as a browser showed it: ${moment}${changed === null ? '' : `, ${change(changed)}`}`
  const href = file === null ? undefined : relativeLink(file)
  const shown =
    png === undefined
      ? html`<div class="noshot">No screenshot: ${reason ?? 'the file is missing'}</div>`
      : href === undefined
        ? image(alt, png)
        : html`<a href="${href}">${image(alt, png)}</a>`
  const facts = [version, changed === null || png === undefined ? '' : change(changed)].filter(Boolean).join(' · ')
  return html`<figure>${shown}<figcaption><strong>${title}</strong> <span class="muted">${facts}</span></figcaption></figure>`
}

function image(alt: string, png: Uint8Array): Part {
  const data = Buffer.from(png.buffer, png.byteOffset, png.byteLength).toString('base64')
  return html`<img class="shot" alt="${alt}" src="data:image/png;base64,${raw(data)}">`
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
