import type { Notice } from '../ports/notifier.js'

/** One matter, or several that were collected; plain text. */
export function formatNotices(notices: readonly Notice[]): { readonly title: string; readonly text: string } {
  const [first] = notices
  if (first !== undefined && notices.length === 1) return { title: titleOf(first), text: first.text }
  const parts = notices.map((notice) => `${timeOf(notice)} ${titleOf(notice)}\n${notice.text}`)
  return { title: `cc-ci: ${notices.length} notices`, text: parts.join('\n\n') }
}

function titleOf({ severity, loop, title }: Notice): string {
  const about = loop === null || title.includes(loop) ? title : `${loop}: ${title}`
  return severity === 'page' ? `cc-ci, at once: ${about}` : `cc-ci: ${about}`
}

function timeOf({ at }: Notice): string {
  return `${new Date(at * 1000).toISOString().slice(0, 16)}Z`
}
