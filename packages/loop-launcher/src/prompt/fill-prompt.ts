import { CcCiError } from '@cc-ci/kernel'

export interface PromptFile {
  /** As errors name it. */
  readonly file: string
  readonly text: string
}

/** What a prompt may ask for; each appears there as `{{name}}`. */
export interface PromptVariables {
  readonly loop: string
  readonly role: string
  readonly workspace: string
  readonly folder: string
  readonly protocolFolder: string
  readonly repository: string
  readonly phase?: string | undefined
  readonly phaseTitle?: string | undefined
  readonly planFile?: string | undefined
  /** The name of the loop on the other side of the table. */
  readonly peer?: string | undefined
}

/** The names of all of them, for who reads a prompt without filling it. */
export const promptVariables: readonly string[] = [
  'loop',
  'role',
  'workspace',
  'folder',
  'phase',
  'phaseTitle',
  'planFile',
  'protocolFolder',
  'repository',
  'peer',
] satisfies (keyof PromptVariables)[]

export const placeholder = /\{\{\s*([^{}\s]*)\s*\}\}/g

/** Joins the files to one prompt. Throws PROMPT_VARIABLE_UNFILLED with file and line for a variable without a value. */
export function fillPrompt(files: readonly PromptFile[], variables: PromptVariables): string {
  const known = new Map(Object.entries(variables).filter(([, value]) => value !== undefined))
  return files.map((file) => fillFile(file, known).trim()).join('\n\n')
}

function fillFile({ file, text }: PromptFile, known: ReadonlyMap<string, string>): string {
  return text
    .split('\n')
    .map((line, index) =>
      line.replace(placeholder, (_, name: string) => {
        const value = known.get(name)
        if (value !== undefined) return value
        throw unfilled({ file, line: index + 1, name }, [...known.keys()])
      }),
    )
    .join('\n')
}

function unfilled(at: { file: string; line: number; name: string }, known: readonly string[]): CcCiError {
  const { file, line, name } = at
  return new CcCiError('PROMPT_VARIABLE_UNFILLED', `${file}, line ${line}: {{${name}}} has no value here.`, {
    hint: hintFor(name, known),
    place: { file, line, key: name },
    exitCode: 2,
  })
}

function hintFor(name: string, known: readonly string[]): string {
  if (/^phase|^planFile$/.test(name)) return 'It needs a phase: name one with --resume-phase <id>.'
  if (name === 'peer') return 'It needs a second loop: a builder’s peer is the adversary, an adversary’s the builder.'
  return `A prompt may ask for ${known.map((each) => `{{${each}}}`).join(', ')}.`
}
