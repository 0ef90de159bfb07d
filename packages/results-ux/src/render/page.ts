import type { RunResult } from '@cc-ci/contracts/run-result'
import { html, raw } from 'hono/html'
import { formatSeconds } from './duration.js'
import {
  artefactSection,
  customizationSection,
  dependencySection,
  noteSection,
  resourceSection,
} from './page-background.js'
import { ledgerSection, lintSection, swarmSection, testSection, timingSection } from './page-evidence.js'
import { failureSection, levelBlock, nextSection, rungSection } from './page-outcome.js'
import { iconShapes, type Part } from './page-parts.js'
import { embedPictures, type PictureSource, type Pictures, screenshotSection } from './page-screenshots.js'
import { pageStyle } from './page-style.js'
import { levelSentence, versionsLine } from './run-view.js'

export interface PageOptions {
  /** Screenshots of the running app, put into the page itself. */
  readonly pictures?: Pictures
}

/** Nothing may be loaded and nothing may run, whatever text a recipe or its app put into the result. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** The report of one run as a single HTML file that needs neither network nor JavaScript; failure comes first. */
export function renderRunPage(result: RunResult, { pictures = new Map() }: PageOptions = {}): string {
  const title = `${result.recipe}: ${levelSentence(result)} · run ${result.runId}`
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${raw(pageStyle())}</style>
</head>
<body>
<a class="skip-link" href="#result">Skip to the result</a>
${iconShapes()}<header>${runHeading(result)}</header>
<main id="result" tabindex="-1">
${runSections(result, embedPictures(pictures))}
</main>
<footer>${versionsOfTools(result)}</footer>
</body>
</html>
`
  return page.toString()
}

/** Everything that there is to say about a run, failure first; `more` stands behind the rungs. */
export function runSections(result: RunResult, source: PictureSource, more: readonly Part[] = []): Part {
  const sections = [
    levelBlock(result),
    failureSection(result),
    nextSection(result),
    rungSection(result),
    ...more,
    screenshotSection(result, source),
    dependencySection(result),
    ledgerSection(result),
    timingSection(result),
    testSection(result),
    swarmSection(result),
    lintSection(result),
    noteSection(result),
    resourceSection(result),
    customizationSection(result),
    artefactSection(result),
  ]
  return html`${sections}`
}

/** What was tested and when, as the head of a page. */
export function runHeading(result: RunResult): Part {
  return html`<h1>${result.recipe}</h1>
<p class="muted"><span class="mono">${versionsLine(result)}</span><br>${subtitle(result)}</p>`
}

function subtitle(result: RunResult): string {
  const seconds = result.finished - result.started
  const parts = [
    result.pr === null ? '' : `PR #${result.pr}`,
    `run ${result.runId}`,
    result.ref === '' ? '' : `commit ${result.ref.slice(0, 7)}`,
    seconds > 0 ? formatSeconds(seconds) : '',
    `finished ${new Date(result.finished * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  ]
  return parts.filter(Boolean).join(' · ')
}

/** What ran the test, in one line. */
export function versionsOfTools({ versions: { harness, engine, docker } }: RunResult): string {
  const parts = [`cc-ci ${harness}`, `engine ${engine}`, `Docker ${docker}`]
  return parts.filter((part) => !part.endsWith(' ')).join(' · ')
}
