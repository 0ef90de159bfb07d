import { levelWords } from '@cc-ci/contracts/ladder'
import type { LevelChange } from '../history/history.js'
import { escapeXml } from '../render/escape-xml.js'
import { encodeSegment } from '../render/relative-link.js'

export interface FeedOptions {
  readonly title: string
  /** Where the site is reached from outside, with a slash at its end; without it links are relative to the feed. */
  readonly baseUrl: string | undefined
  /** Addresses below the site’s root, or relative to the feed when there is no base. */
  readonly self: string
  readonly home: string
  readonly linkTo: (change: LevelChange) => string
}

/** Changes of level as an Atom feed (RFC 4287), newest first: each is told once, under an id that never changes. */
export function renderAtom(
  changes: readonly LevelChange[],
  { title, baseUrl, self, home, linkTo }: FeedOptions,
): string {
  const address = (path: string): string => escapeXml(baseUrl === undefined ? path : new URL(path, baseUrl).href)
  const updated = timeOf(changes[0]?.to.finished ?? 0)
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `  <title>${escapeXml(title)}</title>`,
    `  <id>${escapeXml(`urn:cc-ci:feed:${encodeSegment(title)}`)}</id>`,
    `  <updated>${updated}</updated>`,
    '  <author><name>cc-ci</name></author>',
    `  <link rel="self" type="application/atom+xml" href="${address(self)}"/>`,
    `  <link rel="alternate" type="text/html" href="${address(home)}"/>`,
    ...changes.flatMap((change) => entry(change, address(linkTo(change)))),
    '</feed>',
    '',
  ].join('\n')
}

function entry(change: LevelChange, href: string): string[] {
  const { recipe, from, to } = change
  const fell = to.level < from.level
  const title = `${recipe} ${fell ? 'fell' : 'rose'} from L${from.level} to L${to.level}, ${levelWords[to.level] ?? ''}`
  const versions = `${nameOf(from)} → ${nameOf(to)}`
  const text = fell && to.next !== null ? `${versions}. ${to.next}` : `${versions}.`
  return [
    '  <entry>',
    `    <title>${escapeXml(title)}</title>`,
    `    <id>${escapeXml(`urn:cc-ci:change:${encodeSegment(recipe)}:${encodeSegment(to.runId)}:${to.finished}`)}</id>`,
    `    <updated>${timeOf(to.finished)}</updated>`,
    `    <link rel="alternate" type="text/html" href="${href}"/>`,
    `    <category term="${fell ? 'regression' : 'improvement'}"/>`,
    `    <summary>${escapeXml(text.slice(0, 2_000))}</summary>`,
    '  </entry>',
  ]
}

function nameOf({ version, ref }: LevelChange['to']): string {
  return version ?? ref.slice(0, 7)
}

function timeOf(at: number): string {
  return new Date(at * 1000).toISOString()
}
