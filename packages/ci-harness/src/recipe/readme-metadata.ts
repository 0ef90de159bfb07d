/** The metadata bullets of a recipe's README (recipe-format §11), as their maintainer wrote them by hand. */
export interface ReadmeMetadata {
  readonly category: string | undefined
  /** 0 to 5. */
  readonly status: number | undefined
  readonly image: ReadmeImage | undefined
  readonly healthcheck: string | undefined
  readonly backups: string | undefined
  readonly email: string | undefined
  /** As written: `0` to `3`, or words. */
  readonly tests: string | undefined
  readonly sso: string | undefined
}

interface ReadmeImage {
  readonly name: string
  readonly url: string | undefined
  /** 4 is best, 1 worst. */
  readonly rating: number | undefined
  /** Who publishes it, e.g. `upstream`. */
  readonly source: string | undefined
}

/** Reads the block between `<!-- metadata -->` and `<!-- endmetadata -->`; undefined without one. */
export function readReadmeMetadata(readme: string): ReadmeMetadata | undefined {
  const block = /<!--\s*metadata\s*-->([\s\S]*?)(?:<!--\s*endmetadata\s*-->|^#|$(?![\s\S]))/im.exec(readme)?.[1]
  if (block === undefined) return undefined
  const bullets = new Map<string, string>()
  for (const [, name = '', value = ''] of block.matchAll(
    /^\s*[*+-]\s+\**\s*([A-Za-z]+)\s*:?\s*\**\s*:?[ \t]*(.*)$/gm,
  )) {
    if (value.trim() !== '') bullets.set(name.toLowerCase(), value.trim())
  }
  return {
    category: bullets.get('category'),
    status: digitIn(bullets.get('status'), /[0-5]/),
    image: imageIn(bullets.get('image')),
    healthcheck: bullets.get('healthcheck'),
    backups: bullets.get('backups'),
    email: bullets.get('email'),
    tests: bullets.get('tests'),
    sso: bullets.get('sso'),
  }
}

/** ``[`nginx`](https://hub.docker.com/_/nginx), 4, upstream``, with anything but the name left out at will. */
function imageIn(text: string | undefined): ReadmeImage | undefined {
  if (text === undefined) return undefined
  const link = /^\[([^\]]*)\]\(([^)]*)\)/.exec(text)
  const plain = link === null ? (text.split(',')[0] ?? '') : (link[1] ?? '')
  const rest = text
    .slice(link?.[0].length ?? plain.length)
    .split(',')
    .slice(1)
  const [rating, source] = rest.map((part) => part.trim())
  return {
    name: plain.replaceAll('`', '').trim(),
    url: link?.[2] || undefined,
    rating: digitIn(rating, /[1-4]/),
    source: source || undefined,
  }
}

function digitIn(text = '', digit: RegExp): number | undefined {
  const found = /^\W*(\d+)/.exec(text)?.[1] ?? ''
  return found.length === 1 && digit.test(found) ? Number(found) : undefined
}
