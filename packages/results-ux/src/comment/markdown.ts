import { withoutControls } from '../render/escape-xml.js'

/** Marks that turn the direction of the text after them, and joiners that hide in names. */
const invisible = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g
const longestInline = 400

/** Text as a part of a line of Markdown, whatever it holds: no markup, no HTML, no table cell. Longer texts are cut. */
export function prose(text: string, limit = longestInline): string {
  const line = oneLine(text)
  const cut = line.length <= limit ? line : `${line.slice(0, limit - 1)}…`
  return escapeHtml(cut.replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`))
}

/** The same for a forge, which besides looks for mentions of persons, references to issues, and links in any text. */
export function inline(text: string, limit = longestInline): string {
  // Escaped or not they would be found, but not with something between.
  return breakReferences(prose(text, limit))
}

function breakReferences(text: string): string {
  return text
    .replace(/[@#!](?=[\w-])/g, (character) => `${character}\u200b`)
    .replace(/:(?=\/\/)/g, ':\u200b')
    .replace(/www(?=\.)/gi, (word) => `${word}\u200b`)
}

/** Lines in a block of their own, which none of them can end. */
export function codeBlock(lines: readonly string[], language = ''): string {
  const text = lines.map((line) => withoutControls(line).replace(invisible, '')).join('\n')
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}${language}\n${text}\n${fence}`
}

/** Text as the value of an attribute in the HTML that forges let through. */
export function attribute(text: string): string {
  return escapeHtml(oneLine(text).slice(0, 2_000)).replaceAll('"', '&quot;').replaceAll('|', '&#124;')
}

/** Text within an HTML element on a line of its own, where no Markdown is read. */
export function htmlText(text: string): string {
  return breakReferences(escapeHtml(oneLine(text).slice(0, longestInline)))
}

function oneLine(text: string): string {
  return withoutControls(text).replace(invisible, '').replace(/\s+/g, ' ').trim()
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length))
}
