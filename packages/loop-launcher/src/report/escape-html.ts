import { stripVTControlCharacters, toUSVString } from 'node:util'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Control characters, and marks that turn the direction of what follows them: unicode.org/reports/tr9 */
const forbidden = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** Any text as content or attribute of a page, on one line. */
export function escapeHtml(text: string): string {
  const plain = stripVTControlCharacters(text).replaceAll(/\s+/g, ' ').replaceAll(forbidden, '')
  return toUSVString(plain).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}
