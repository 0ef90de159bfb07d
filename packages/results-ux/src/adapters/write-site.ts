import { copyFile, mkdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Links, nameInPath } from '../dashboard/links.js'
import { siteStyle } from '../dashboard/site-style.js'
import { listRunFiles, logsAmong } from './run-files.js'
import { type SiteSource, sitePages } from './site-pages.js'
import { siteScript } from './site-script.js'
import { writeWhole } from './write-whole.js'

export interface WrittenSite {
  readonly pages: number
  readonly runs: number
  /** Runs whose page or files could not be written, each with the reason; the rest of the site is whole. */
  readonly problems: readonly { readonly file: string; readonly reason: string }[]
}

/** What the last publication wrote, so that the next one can remove what is no longer there, and nothing else. */
const manifestName = '.cc-ci-site.json'

/**
 * Writes the dashboard as files which need no server: every recipe, and every run that one of its pages links to, with
 * its files. Each file is replaced whole, so that a visitor never meets half a page.
 */
export async function writeSite(source: SiteSource, target: string): Promise<WrittenSite> {
  const linked = new Set<string>()
  const pictured = new Set<string>()
  const pages = sitePages(source, 'static', (links) => observe(links, linked, pictured))
  const written = new Set<string>()
  const problems: { file: string; reason: string }[] = []
  const write = async (path: string, content: string | Uint8Array | undefined): Promise<void> => {
    if (content === undefined) return
    await writeWhole(join(target, path), content)
    written.add(path)
  }
  const attempt = async (file: string, action: () => Promise<void>): Promise<void> => {
    try {
      await action()
    } catch (error) {
      problems.push({ file, reason: error instanceof Error ? error.message : String(error) })
    }
  }

  await write('assets/site.css', siteStyle())
  await write('assets/site.js', siteScript())
  await write('index.html', pages.fleet({ filter: '', view: 'table' }))
  await write('grid.html', pages.fleet({ filter: '', view: 'grid' }))
  await write('changes.html', pages.changes())
  await write('feed.xml', pages.feed())
  for (const { recipe } of source.history.fleet()) {
    const name = nameInPath(recipe)
    await write(`recipe/${name}.html`, pages.recipe(recipe))
    await write(`recipe/${name}.xml`, pages.recipeFeed(recipe))
    await write(`badge/${name}.svg`, await pages.badge(recipe))
    await write(`badge/${name}.json`, await pages.shields(recipe))
  }
  for (const folder of linked) {
    await attempt(`runs/${folder}`, async () => {
      const from = join(source.runsFolder, folder)
      const files = await listRunFiles(from)
      for (const file of files) {
        await copyChanged(join(from, file), join(target, 'runs', folder, file))
        written.add(`runs/${folder}/${file}`)
      }
      await write(`runs/${folder}/index.html`, await pages.run(folder))
      for (const log of logsAmong(files).map(nameInPath))
        await write(`runs/${folder}/log/${log}.html`, await pages.log(folder, log))
    })
  }
  for (const folder of pictured)
    await attempt(`thumbnails/${folder}.jpg`, async () =>
      write(`thumbnails/${folder}.jpg`, await pages.thumbnail(folder)),
    )
  await removeOld(target, written)
  return { pages: [...written].filter((path) => path.endsWith('.html')).length, runs: linked.size, problems }
}

/** Which runs the pages link to is known once they are drawn. */
function observe(links: Links, linked: Set<string>, pictured: Set<string>): Links {
  return {
    ...links,
    run: (folder) => {
      linked.add(folder)
      return links.run(folder)
    },
    thumbnail: (folder) => {
      pictured.add(folder)
      return links.thumbnail(folder)
    },
  }
}

/** A file of a finished run hardly ever changes. */
async function copyChanged(from: string, to: string): Promise<void> {
  const [ours, theirs] = await Promise.all([stat(from), stat(to).catch(() => undefined)])
  if (theirs !== undefined && theirs.size === ours.size && theirs.mtimeMs >= ours.mtimeMs) return
  await mkdir(dirname(to), { recursive: true })
  await copyFile(from, `${to}.part`)
  await rename(`${to}.part`, to)
}

async function removeOld(target: string, written: ReadonlySet<string>): Promise<void> {
  const manifest = join(target, manifestName)
  const before: unknown = await readFile(manifest, 'utf8')
    .then(JSON.parse)
    .catch(() => [])
  const old = Array.isArray(before) ? before.filter((path) => typeof path === 'string' && !written.has(path)) : []
  const inside = old.filter((path: string) => !path.startsWith('/') && !path.split('/').includes('..'))
  for (const path of inside) await rm(join(target, path), { force: true })
  await writeWhole(manifest, `${JSON.stringify([...written].sort())}\n`)
}
