/** A line of what was read, counted from 1, and what it says; line 0 is what stands beside it, such as a title. */
export interface Mark {
  readonly line: number
  readonly why: string
}
