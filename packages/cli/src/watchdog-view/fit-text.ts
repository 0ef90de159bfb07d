/** Letters that a terminal draws in two columns: East Asian wide ones and emoji. */
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const marks = /\p{Mark}|\u200b|\u200d|\ufe0f/u

/** What other programs said, on one line and without anything that moves a cursor. */
export function plainText(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim()
}

export function columnsOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + widthOf(letter), 0)
}

/** Cuts text to so many columns, with an ellipsis in the last one where something is missing. */
export function fitText(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  let fitting = ''
  let used = 0
  for (const letter of text) {
    used += widthOf(letter)
    if (used >= columns) break
    fitting += letter
  }
  return columns <= 0 ? '' : `${fitting}…`
}

export function padText(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)))
}

function widthOf(letter: string): number {
  if (marks.test(letter)) return 0
  return wide.test(letter) ? 2 : 1
}
