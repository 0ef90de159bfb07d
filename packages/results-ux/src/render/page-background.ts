import type { RunResult } from '@cc-ci/contracts/run-result'
import { html } from 'hono/html'
import { dependencyWords } from './dependency-words.js'
import { formatMegabytes, formatSeconds } from './duration.js'
import { maskValues } from './mask-values.js'
import { list, type Part, section, text } from './page-parts.js'
import { relativeLink } from './relative-link.js'
import { rungTitles } from './run-view.js'

/** What a reader should know besides: notes, skips, what teardown left, what was not run. */
export function noteSection(result: RunResult): Part {
  const { notes, skips, leftovers, flags, deploys, customization } = result
  const title = (rung: string): string => rungTitles[rung as keyof typeof rungTitles] ?? rung
  const items = [
    ...(flags.no_secret_leak ? [] : ['A secret value was found in what the run wrote; it was taken out.']),
    ...(flags.clean_teardown ? [] : ['Teardown did not remove everything.']),
    ...leftovers.map((left) => `Not removed: ${left}`),
    ...(deploys.count === deploys.expected ? [] : [`Deploys: ${deploys.count}, expected ${deploys.expected}`]),
    ...Object.entries(skips.intentional).map(
      ([rung, reason]) => `${title(rung)} does not apply, as declared: ${reason}`,
    ),
    ...Object.entries(skips.unintentional).map(([rung, reason]) => `Possible coverage gap, ${title(rung)}: ${reason}`),
    ...skips.stale.map((rung) => `Declared as not applicable, but it ran: ${title(rung)}`),
    ...customization.notRun.map(({ file, reason }) => `Not run: ${file} (${reason})`),
    ...notes,
  ]
  return section('Notes', items.length === 0 ? [] : [list(items)])
}

/** Recipes that were deployed before the app, and what became of each. */
export function dependencySection({ dependencies }: RunResult): Part {
  return section('Dependencies', dependencies.length === 0 ? [] : [list(dependencies.map(dependencyWords))])
}

export function resourceSection({ resources, start }: RunResult): Part {
  const measured = [
    ['Peak memory', resources.peakMemMb, formatMegabytes],
    ['Disk', resources.diskMb, formatMegabytes],
    ['Down during the upgrade', resources.downtimeSeconds, formatSeconds],
    ['Backup size', resources.backupMb, formatMegabytes],
    ['Restore', resources.restoreSeconds, formatSeconds],
  ] as const
  const items = [
    ...measured.flatMap(([name, value, format]) => (value === null ? [] : [`${name}: ${format(value)}`])),
    ...(start === null ? [] : [`Load when it began: ${start.load} on ${start.cores} cores`]),
    ...(start?.runs ?? []).map((run) => `Another run when it began: ${run}`),
  ]
  return section('Resources', items.length === 0 ? [] : [list(items)])
}

/** Which settings, hooks and files shaped the run; values whose key names a secret are masked. */
export function customizationSection({ customization }: RunResult): Part {
  const { settings, operator, hooks, files } = customization
  const values = Object.entries({ ...settings, ...operator }).map(
    ([key, value]) => html`<code>${key}: ${JSON.stringify(maskValues(value, key))}</code>`,
  )
  const items = [...values, ...hooks.map((hook) => text(`hook ${hook}`)), ...files.map((file) => text(`file ${file}`))]
  return section('Settings in effect', items.length === 0 ? [] : [list(items)])
}

/** Links to the files beside the page; a path that leaves the run folder is shown, not linked. */
export function artefactSection({ artefacts }: RunResult): Part {
  const { screenshotReason, screenshots: _screenshots, page: _page, ...files } = artefacts
  const names = {
    card: 'Card',
    badge: 'Badge',
    junit: 'JUnit XML',
    screenshot: 'Screenshot',
    log: 'Log',
    lintText: 'Lint',
  }
  const items = Object.entries(names).flatMap(([key, name]) => {
    const path = files[key as keyof typeof names]
    if (path === null) return []
    const href = relativeLink(path)
    return [href === undefined ? text(`${name}: ${path}`) : html`<a href="${href}">${name}</a>`]
  })
  const noShot = files.screenshot === null ? [text(`No screenshot: ${screenshotReason ?? 'none was taken'}`)] : []
  return section('Files', [list([html`<a href="results.json">results.json</a>`, ...items, ...noShot])])
}
