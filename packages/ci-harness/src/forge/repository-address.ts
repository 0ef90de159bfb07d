/** A repository on a forge, however its URL is written. */
export interface RepositoryAddress {
  /** Where the forge is: `https://git.example.org`, with the path that it lies under. */
  readonly forgeUrl: string
  /** `owner/name` */
  readonly repository: string
}

const scpLike = /^(?:[\w.-]+@)?([\w.-]+):(?!\/)(.+)$/
const plainName = /^[\w.-]+$/

/** The address behind a clone URL; undefined for a folder or whatever else has no forge. The last two words are owner and name. */
export function parseRepositoryUrl(text: string): RepositoryAddress | undefined {
  const url = asUrl(text)
  if (url === undefined || url.hostname === '') return undefined
  const words = url.pathname.split('/').filter((word) => word !== '')
  const [owner, name] = words.slice(-2)
  if (owner === undefined || name === undefined) return undefined
  const plain = name.replace(/\.git$/, '')
  if (!plainName.test(owner) || !plainName.test(plain) || /^\.*$/.test(plain)) return undefined
  return { forgeUrl: forgeUrlOf(url, words.slice(0, -2)), repository: `${owner}/${plain}` }
}

/** Whether two addresses are of one repository: forges ignore case, and the port of SSH is not that of the web. */
export function isSameRepository(one: RepositoryAddress, other: RepositoryAddress): boolean {
  const identity = ({ forgeUrl, repository }: RepositoryAddress) =>
    `${new URL(forgeUrl).hostname}/${repository}`.toLowerCase()
  return identity(one) === identity(other)
}

function asUrl(text: string): URL | undefined {
  const scp = scpLike.exec(text)
  const url = scp === null || text.includes('://') ? text : `ssh://${scp[1]}/${scp[2]}`
  if (!/^(https?|ssh|git):\/\//i.test(url)) return undefined
  return URL.canParse(url) ? new URL(url) : undefined
}

/** Forges that are reached by SSH answer people and programs at the same host by HTTPS. */
function forgeUrlOf(url: URL, folders: readonly string[]): string {
  const web =
    url.protocol === 'https:' || url.protocol === 'http:' ? `${url.protocol}//${url.host}` : `https://${url.hostname}`
  return [web, ...folders].join('/')
}
