import type { CcCiError } from '@cc-ci/kernel'
import { wrapWords } from '../terminal/wrap-words.js'

/** Message, code, place and what to try, one on a line each, or wrapped where the width is finite. */
export function formatError({ message, code, place, hint }: CcCiError, width = Number.POSITIVE_INFINITY): string {
  const where = [place?.file, place?.line].filter((part) => part !== undefined).join(':')
  const key = place?.key ? `(${place.key})` : ''
  return [
    `Error: ${message}`,
    `Code: ${code}`,
    ...(where !== '' || key !== '' ? [`Place: ${[where, key].filter(Boolean).join(' ')}`] : []),
    ...(hint === undefined ? [] : [`Try this: ${hint}`]),
  ]
    .map((line) => wrapWords(line, width - 2).join('\n  '))
    .join('\n')
}
