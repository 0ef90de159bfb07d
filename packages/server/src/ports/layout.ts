export interface LayoutPage {
  readonly title: string
  /** HTML whose texts are escaped already; its links are relative to the root of the site. */
  readonly content: string
  /** Whether what it shows changes by itself, so that it is loaded again now and then. */
  readonly changes?: boolean
}

/** Makes a whole page that lies at the root of the site, in the style of all others. Its forms must send their origin. */
export type Layout = (page: LayoutPage) => string
