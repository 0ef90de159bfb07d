import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunResult } from '@cc-ci/contracts/run-result'
import { renderChangesPage } from '../dashboard/changes-page.js'
import { comparisonSection } from '../dashboard/comparison-section.js'
import { type FleetQuery, renderFleetPage } from '../dashboard/fleet-page.js'
import { type Links, linksFrom, nameInPath, type SiteKind } from '../dashboard/links.js'
import { renderLivePage } from '../dashboard/live-page.js'
import { renderLogPage } from '../dashboard/log-page.js'
import { renderMissingPage } from '../dashboard/missing-page.js'
import { renderRecipePage } from '../dashboard/recipe-page.js'
import { renderSiteRunPage } from '../dashboard/run-page.js'
import { renderAtom } from '../formats/atom.js'
import { renderMetrics } from '../formats/prometheus.js'
import { renderShields, renderShieldsState } from '../formats/shields.js'
import type { History, LevelChange } from '../history/history.js'
import { isOfMain, type RunRow } from '../history/run-row.js'
import { type BadgeOptions, renderBadge, renderStateBadge } from '../render/badge.js'
import { relativeLink } from '../render/relative-link.js'
import { compareWithEarlier } from './compare-with-earlier.js'
import { drawThumbnail } from './draw-thumbnail.js'
import { isFolderName, listRunFiles, logsAmong } from './run-files.js'
import { readRun } from './run-folders.js'
import { linesOf, readJournal } from './run-journal.js'

export interface SiteSource {
  readonly history: History
  /** The folder of all runs. */
  readonly runsFolder: string
  /** Epoch seconds. */
  readonly now: () => number
  /** Where the site is reached from outside, with a slash at its end. */
  readonly baseUrl?: string | undefined
  /** Whether a server beside the site shows a queue that its pages shall link to. */
  readonly hasQueue?: boolean
}

/** As many bytes of a log’s end as are made into a page. */
const mostLogBytes = 2 * 1024 * 1024
const mostChanges = 200
const mostInFeed = 50

/**
 * Every page of the dashboard as text, for a server and for files alike. What is not there is undefined. `observe` sees
 * the links of each page.
 */
export function sitePages(
  { history, runsFolder, now, baseUrl, hasQueue }: SiteSource,
  kind: SiteKind,
  observe: (links: Links) => Links = (links) => links,
) {
  const links = (depth: number): Links => observe(linksFrom(depth, kind, hasQueue))

  const readFolder = async (folder: string): Promise<RunResult | undefined> => {
    if (!isFolderName(folder)) return undefined
    const read = await readRun(join(runsFolder, folder))
    return read.ok ? read.result : undefined
  }

  const newestOfMain = async (recipe: string): Promise<RunResult | undefined> => {
    const main = history.runsOf(recipe).find(isOfMain)
    return main && readFolder(main.folder)
  }

  /** Retention takes pictures and leaves results: what is gone is no broken picture on a page. */
  const withKeptPicture = (row: RunRow): RunRow =>
    row.screenshot === null || existsSync(join(runsFolder, row.folder, row.screenshot))
      ? row
      : { ...row, screenshot: null }

  const fleet = () =>
    history.fleet().map(({ main, latest, ...entry }) => ({
      ...entry,
      main: main && withKeptPicture(main),
      latest: withKeptPicture(latest),
    }))

  return {
    fleet: (query: FleetQuery) =>
      renderFleetPage(fleet(), { query, links: links(0), now: now(), skipped: history.skipped() }),

    changes: () => renderChangesPage(history.changes({ limit: mostChanges }), { links: links(0), now: now() }),

    recipe(recipe: string): string | undefined {
      const runs = history.runsOf(recipe)
      return runs.length === 0
        ? undefined
        : renderRecipePage(recipe, runs.map(withKeptPicture), { links: links(1), baseUrl })
    },

    async run(folder: string): Promise<string | undefined> {
      const result = await readFolder(folder)
      if (result === undefined) return undefined
      const files = await listRunFiles(join(runsFolder, folder))
      const here = links(2)
      const more = [comparisonSection(await compareWithEarlier(result, { history, readFolder, links: here }))]
      return renderSiteRunPage(result, { links: here, folder, more, logs: logsAmong(files), files, baseUrl })
    },

    /** A run without a result: what its journal says so far. */
    async live(folder: string): Promise<string | undefined> {
      if (!isFolderName(folder)) return undefined
      const entries = await readJournal(join(runsFolder, folder))
      if (entries.length === 0) return undefined
      const events = entries.map(({ event }) => event)
      return renderLivePage(folder, { lines: linesOf(entries), events, links: links(2) })
    },

    /** `log` as `nameInPath` writes the file’s path. */
    async log(folder: string, log: string): Promise<string | undefined> {
      const result = await readFolder(folder)
      if (result === undefined) return undefined
      const logs = logsAmong(await listRunFiles(join(runsFolder, folder)))
      const name = logs.find((each) => nameInPath(each) === log)
      if (name === undefined) return undefined
      const text = (await readFile(join(runsFolder, folder, name))).subarray(-mostLogBytes).toString('utf8')
      return renderLogPage(result, { links: links(3), folder, name, text, logs })
    },

    /** The badge of the newest judged run of the main line. */
    async badge(recipe: string, variant: Omit<BadgeOptions, 'now'> = {}): Promise<string> {
      const result = await newestOfMain(recipe)
      return result === undefined
        ? renderStateBadge('not tested', variant.style)
        : renderBadge(result, { now: now(), ...variant })
    },

    /** `depth` is how many folders deep the address seems to lie. */
    missing: (depth: number) => renderMissingPage(links(depth)),

    feed() {
      const here = linksFrom(0, kind)
      const title = 'cc-ci: changes of level'
      const options = { title, baseUrl, self: here.feed, home: here.changes }
      const linkTo = ({ to }: LevelChange): string => here.run(to.folder)
      return renderAtom(history.changes({ limit: mostInFeed }), { ...options, linkTo })
    },

    recipeFeed(recipe: string): string | undefined {
      if (history.runsOf(recipe).length === 0) return undefined
      const here = linksFrom(baseUrl === undefined ? 1 : 0, kind)
      const title = `cc-ci: changes of level of ${recipe}`
      const options = { title, baseUrl, self: here.recipeFeed(recipe), home: here.recipe(recipe) }
      const linkTo = ({ to }: LevelChange): string => here.run(to.folder)
      return renderAtom(history.changes({ limit: mostInFeed, recipe }), { ...options, linkTo })
    },

    metrics: () => renderMetrics(history.fleet()),

    /** The same for a Shields server. */
    async shields(recipe: string): Promise<string> {
      const result = await newestOfMain(recipe)
      return result === undefined ? renderShieldsState('not tested') : renderShields(result, { now: now() })
    },

    async thumbnail(folder: string): Promise<Buffer | undefined> {
      const result = await readFolder(folder)
      const file = result?.artefacts.screenshot
      if (file == null || relativeLink(file) === undefined) return undefined
      const png = await readFile(join(runsFolder, folder, file)).catch(() => undefined)
      return png && drawThumbnail(png).catch(() => undefined)
    },
  }
}
