import { AnsiUp } from 'ansi_up'
import { raw } from 'hono/html'
import { withoutControls } from '../render/escape-xml.js'
import type { Part } from '../render/page-parts.js'

/** The longest line that is shown whole, in characters. */
const longestLine = 4_000

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape sequence begins with one
const colourSequence = /(\u001b\[[\d;]*m)/

/**
 * What of a colour sequence is kept: reset, bold, faint and the sixteen foreground colours, for which our themes have
 * colours of their own. Nobody would answer for the contrast of backgrounds and of colours by number.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: as above
const keptSequence = /^\u001b\[(?:0?|1|2|22|39|[39][0-7])(?:;(?:0|1|2|22|39|[39][0-7]))*m$/

/** The lines of a log as HTML, colours as classes; everything else that a terminal would obey is dropped. */
export function logLines(text: string): Part[] {
  const painter = new AnsiUp()
  painter.use_classes = true
  painter.url_allowlist = {}
  const lines = text.replace(/\r\n?/g, '\n').replace(/\n$/, '').split('\n')
  return lines.map((line) => raw(painter.ansi_to_html(clean(line))))
}

function clean(line: string): string {
  const text = line
    .split(colourSequence)
    .map((part, index) => (index % 2 === 0 ? withoutControls(part) : keptSequence.test(part) ? part : ''))
    .join('')
  if (text.length <= longestLine) return text
  return `${text.slice(0, longestLine)}… (${text.length - longestLine} more characters)`
}
