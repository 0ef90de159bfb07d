import { stripVTControlCharacters } from 'node:util'

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Escapes text for XML 1.0 content and attributes, dropping what XML cannot hold: w3.org/TR/xml/#charsets */
export function escapeXml(text: string): string {
  return withoutForbidden(text).replace(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** Terminal colours and control characters out; tabs and line ends stay. */
export function withoutControls(text: string): string {
  return withoutForbidden(stripVTControlCharacters(text).replace(/\r\n?/g, '\n'))
}

/**
 * Tab, line ends, and what can be printed; everything else is forbidden, half a surrogate pair included, and marks that
 * turn the direction of what follows them: unicode.org/reports/tr9/#Explicit_Directional_Embeddings
 */
const forbidden = /[^\t\n\r -~\u00a0-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

function withoutForbidden(text: string): string {
  return text.replace(forbidden, (character) => (character >= '\ud800' && character <= '\udfff' ? '\ufffd' : ''))
}
