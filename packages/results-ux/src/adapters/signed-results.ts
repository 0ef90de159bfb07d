import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkSignature, type SignatureCheck, signResult } from '../signature/result-signature.js'
import { ensureSigningKey, ownKeyId } from './signing-key.js'
import { writeWhole } from './write-whole.js'

const signatureName = 'results.json.sig'

/** What is known of a result’s signature. */
export type Verification =
  | { readonly outcome: 'valid'; readonly keyId: string; readonly by: 'this host' | 'a trusted key' }
  | { readonly outcome: 'unknownKey'; readonly keyId: string }
  | { readonly outcome: 'unsigned' }
  | Exclude<SignatureCheck, { outcome: 'valid' }>

/** Signs the result that lies in a run folder. Throws what keeps it from being signed; the result stays as it is. */
export async function signRun(folder: string, keyFile: string): Promise<void> {
  const text = signResult(await readFile(join(folder, 'results.json')), ensureSigningKey(keyFile))
  await writeWhole(join(folder, signatureName), text)
}

/** Whether the result in a run folder is as this host, or the holder of a trusted key, wrote it. */
export async function verifyRun(
  folder: string,
  { keyFile, trustedKeys }: { readonly keyFile: string; readonly trustedKeys: readonly string[] },
): Promise<Verification> {
  const bytes = await readFile(join(folder, 'results.json'))
  const text = await readFile(join(folder, signatureName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return { outcome: 'unsigned' }
  const check = checkSignature(bytes, text)
  if (check.outcome !== 'valid') return check
  if (check.keyId === ownKeyId(keyFile)) return { ...check, by: 'this host' }
  return trustedKeys.includes(check.keyId) ? { ...check, by: 'a trusted key' } : { ...check, outcome: 'unknownKey' }
}
