/** Reads which run a comment of ours tells of, from the hidden marker that it begins with. */
export interface MarkerReader {
  /** Undefined for a comment without one. */
  read(comment: string): { readonly recipe: string; readonly seq: number } | undefined
}
