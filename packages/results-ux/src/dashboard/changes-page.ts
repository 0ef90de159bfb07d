import { html } from 'hono/html'
import type { ShownStatus } from '../design/tokens.js'
import type { LevelChange } from '../history/history.js'
import { type Part, section, statusLabel, table, text } from '../render/page-parts.js'
import { renderLayout } from './layout.js'
import type { Links } from './links.js'
import { levelTag, timeOf, versionOf } from './run-words.js'

const week = 7 * 86_400

/** A fall by two levels or more, or below level 1, is one that nobody should meet by chance. */
function isMajor({ from, to }: LevelChange): boolean {
  return to.level === 0 || from.level - to.level >= 2
}

/** Changes of level of the main line, newest first, with the last week told in a sentence. `now` in epoch seconds. */
export function renderChangesPage(
  changes: readonly LevelChange[],
  { links, now }: { readonly links: Links; readonly now: number },
): string {
  const rows = changes.map((change) => {
    const { recipe, from, to } = change
    return [
      html`<a class="open" href="${links.recipe(recipe)}">${recipe}</a>`,
      kindOf(change),
      html`<span class="level-change">${levelTag(from, { short: true })} → ${levelTag(to, { short: true })}</span>`,
      html`<span class="mono">${versionOf(from) === versionOf(to) ? '' : `${versionOf(from)} → `}${versionOf(to)}</span>`,
      timeOf(to.finished),
      html`<a href="${links.run(to.folder)}">${to.runId}</a>`,
      text(to.level < from.level ? (to.next ?? '') : ''),
    ]
  })
  const none = html`<p>No level has changed yet. A change needs two judged runs of the main line.</p>`
  const list = table('Changes of level', ['Recipe', 'Change', 'Level', 'Version', 'When (UTC)', 'Run', 'Why'], rows)
  const content = html`<h1>Changes of level</h1>${thisWeek(changes, now)}${section('All changes', [rows.length === 0 ? none : list])}<p><a href="${links.feed}">Subscribe to the feed</a></p>`
  return renderLayout({ title: 'Changes of level', links, current: 'changes', content })
}

function thisWeek(changes: readonly LevelChange[], now: number): Part {
  const recent = changes.filter(({ to }) => now - to.finished <= week)
  const falls = recent.filter(({ from, to }) => to.level < from.level)
  const major = falls.filter(isMajor).length
  const counted = [
    [major, 'major regression', 'major regressions'],
    [falls.length - major, 'minor regression', 'minor regressions'],
    [recent.length - falls.length, 'improvement', 'improvements'],
  ] as const
  const words = counted.map(([count, one, many]) => `${count} ${count === 1 ? one : many}`).join(', ')
  return section('The last seven days', [html`<p>${words}.</p>`])
}

function kindOf(change: LevelChange): Part {
  const { from, to } = change
  const [status, word]: readonly [ShownStatus, string] =
    to.level > from.level ? ['pass', 'better'] : isMajor(change) ? ['fail', 'much worse'] : ['fail', 'worse']
  return statusLabel(status, word)
}
