import { createHash } from 'node:crypto'
import { encodeSegment, relativeLink } from '../render/relative-link.js'

/** A site that a server answers for, or one of files alone, which must open from a disk, too. */
export type SiteKind = 'served' | 'static'

/** Where everything lies, as links relative to one page. */
export interface Links {
  readonly kind: SiteKind
  readonly fleet: string
  readonly fleetGrid: string
  readonly changes: string
  /** Undefined where there is no queue. */
  readonly queue: string | undefined
  readonly feed: string
  readonly asset: (name: 'site.css' | 'site.js') => string
  readonly recipe: (recipe: string) => string
  readonly recipeFeed: (recipe: string) => string
  readonly badge: (recipe: string) => string
  readonly run: (folder: string) => string
  readonly thumbnail: (folder: string) => string
  /** A file of a run; undefined when its name leads out of the folder. */
  readonly file: (folder: string, path: string) => string | undefined
  /** The viewer of one of a run’s logs. */
  readonly log: (folder: string, name: string) => string
}

const longestName = 100

/**
 * What stands for a recipe or a log in a path: safe as a file name on every system and as a segment of an address. Names
 * that are too long for a file end in a hash of the whole.
 */
export function nameInPath(recipe: string): string {
  const safe = encodeSegment(recipe).replace(/[.!'()*~]/g, (character) =>
    character === '.' && !/^\.+$/.test(recipe) ? character : `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  if (safe.length <= longestName) return safe
  return `${safe.slice(0, longestName - 17)}-${createHash('sha256').update(recipe).digest('hex').slice(0, 16)}`
}

/** The links of a page that lies `depth` folders below the site’s root; `hasQueue`: a server beside it shows a queue. */
export function linksFrom(depth: number, kind: SiteKind, hasQueue = false): Links {
  const root = '../'.repeat(depth)
  const file = kind === 'static'
  const home = root === '' ? './' : root
  const segment = (name: string): string => encodeSegment(nameInPath(name))
  const run = (folder: string): string => `${root}runs/${encodeSegment(folder)}/`
  return {
    kind,
    fleet: file ? `${root}index.html` : home,
    fleetGrid: file ? `${root}grid.html` : `${home}?view=grid`,
    queue: hasQueue ? `${root}queue` : undefined,
    changes: file ? `${root}changes.html` : `${root}changes`,
    feed: `${root}feed.xml`,
    asset: (name) => `${root}assets/${name}`,
    recipe: (recipe) => `${root}recipe/${segment(recipe)}${file ? '.html' : ''}`,
    recipeFeed: (recipe) => `${root}recipe/${segment(recipe)}.xml`,
    badge: (recipe) => `${root}badge/${segment(recipe)}.svg`,
    run: (folder) => `${run(folder)}${file ? 'index.html' : ''}`,
    thumbnail: (folder) => `${root}thumbnails/${encodeSegment(folder)}.jpg`,
    file: (folder, path) => {
      const inside = relativeLink(path)
      return inside === undefined ? undefined : `${run(folder)}${inside}`
    },
    log: (folder, name) => `${run(folder)}log/${segment(name)}${file ? '.html' : ''}`,
  }
}
