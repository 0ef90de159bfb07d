const prefix = 'cc-ci-card-'

/** Name of the file that a run’s card is attached as. */
export function cardFile(seq: number, theme: 'light' | 'dark'): string {
  return `${prefix}${seq}-${theme}.png`
}

/** Whether an attachment is a card of ours, of whichever run. */
export function isCardFile(name: string): boolean {
  return name.startsWith(prefix)
}
