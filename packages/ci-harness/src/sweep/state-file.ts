import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { parseJson } from '../ledger/parse-json.js'
import { writeFileDurably } from '../run/run-folder.js'

/** What a zod schema is here. */
interface Schema<Document> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Document }
    | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } }
}

/** What a sweep has kept; undefined if it kept nothing. What cannot be read is not nothing: SWEEP_STATE_INVALID. */
export async function readState<Document>(file: string, schema: Schema<Document>): Promise<Document | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw stateInvalid(file, `it cannot be read (${error.code})`)
  })
  if (text === undefined) return undefined
  const parsed = schema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  throw stateInvalid(file, parsed.error.issues[0]?.message ?? 'it is something else')
}

/** Throws SWEEP_STATE_UNWRITABLE. */
export async function writeState(file: string, document: object): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true })
    await writeFileDurably(file, `${JSON.stringify(document, null, 2)}\n`)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new CcCiError('SWEEP_STATE_UNWRITABLE', `The sweep cannot note in ${file} what it has done: ${code}.`, {
      hint: 'Make room there, and see that you may write to the folder of the runs. Then sweep again: it goes on.',
      place: { file },
      exitCode: 3,
      cause,
    })
  }
}

export function stateInvalid(file: string, why: string): CcCiError {
  return new CcCiError('SWEEP_STATE_INVALID', `${file} is not what a sweep writes there: ${why}.`, {
    hint: 'Put the file back, or remove it: the recipe is then tested as if it had never been green.',
    place: { file },
    exitCode: 2,
  })
}
