import { raw } from 'hono/html'
import { renderLayout } from './layout.js'
import { linksFrom } from './links.js'

export interface MountedPage {
  readonly title: string
  /** HTML whose texts are escaped already; its links are relative to the root of the site. */
  readonly content: string
  /** Whether what it shows changes by itself. */
  readonly changes?: boolean
}

/** A page of the server that the dashboard is a part of, at the root of the site and in the same style: its queue, its login. */
export function renderMountedPage({ title, content, changes = false }: MountedPage): string {
  const links = linksFrom(0, 'served', true)
  return renderLayout({ title, links, current: 'queue', content: raw(content), changes, acts: true })
}
