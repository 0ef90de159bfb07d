/** Addresses of the attached cards; undefined for one that could not be attached. */
export interface CardAddresses {
  readonly light: string | undefined
  readonly dark: string | undefined
}

const light = '{{card}}'
const dark = '{{dark-card}}'
/** `<source … {{dark-card}} …>`: without it, the picture shows the light card in both themes. */
const darkSource = /<source [^>]*\{\{dark-card\}\}[^>]*>/g

export function wantsCard(body: string): boolean {
  return body.includes(light) || body.includes(dark)
}

/** A comment with the addresses of its cards; lines that would show a card that is not there are left out. */
export function placeCard(body: string, cards: CardAddresses): string {
  const themed = cards.dark === undefined ? body.replaceAll(darkSource, '') : fill(body, dark, cards.dark)
  const placed = cards.light === undefined ? themed : fill(themed, light, cards.light)
  if (!wantsCard(placed)) return placed
  return placed
    .split('\n')
    .filter((line) => !wantsCard(line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
}

const fill = (body: string, place: string, url: string): string => body.split(place).join(inAttribute(url))

/** It stands in an attribute. */
const inAttribute = (url: string): string =>
  url.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;').replaceAll('<', '&lt;')
