/** The text files of a recipe's checkout, by path relative to its root. */
export type RecipeFiles = Readonly<Record<string, string>>

/** All that lint may know about a recipe. What is left out is not guessed: the rules that need it are not checked. */
export interface RecipeSources {
  readonly recipe: string
  readonly files: RecipeFiles
  readonly tags?: ReadonlyArray<{ readonly name: string; readonly annotated: boolean }> | undefined
  /** Names of the published recipes. */
  readonly catalogue?: readonly string[] | undefined
  /** Whether the forge that hosts recipes has a repository of this name. */
  readonly onForge?: boolean | undefined
  /** The published version that an instance would be upgraded from. */
  readonly previous?: { readonly version: string; readonly files: RecipeFiles } | undefined
  /** A stack name as a real instance would have, to measure names with. */
  readonly stackNameExample?: string | undefined
  /** What `docker stack config --skip-interpolation` said about the files that the sample switches on. */
  readonly dockerConfigOutput?: { readonly exitCode: number; readonly stderr: string } | undefined
}
