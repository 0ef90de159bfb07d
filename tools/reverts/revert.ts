/** One way to take a fix out of the sources again. */
export interface Revert {
  /** Field note whose test must then fail. */
  readonly id: string
  /** What is taken out, in words that end the sentence “without …”. */
  readonly without: string
  readonly file: string
  /** Text that stands exactly once in the file, and what is put in its place. */
  readonly from: string
  readonly to: string
  /** The file with the test; in it, those whose names begin with the id are run. */
  readonly test: string
}

/** A test on the Swarm of the test bed takes longer than one that needs the kernel only. */
export const needsSwarm = ({ test }: Revert): boolean => !/^packages\/kernel\/|\/src\//.test(test)

/** The source without the fix. Throws unless the text stands in it exactly once. */
export function takeOut({ id, file, from, to }: Revert, source: string): string {
  const parts = source.split(from)
  if (parts.length === 2) return parts.join(to)
  throw new Error(`${id} cannot be reverted: ${file} has ${parts.length - 1} places, not one, with\n${from}`)
}

/** Picks from the names of all tests those that begin with an id, alone or beside others: `K-09, H-01: …`. */
export const namePattern = (id: string): string => `(^| )([A-Z]-\\d+, )*${id}[:,]`
