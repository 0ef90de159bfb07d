import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import { z } from 'zod'

/** The document `results.json.sig`: who vouches for the bytes of the `results.json` beside it. */
const signatureSchema = z.object({
  version: z.literal(1),
  algorithm: z.literal('Ed25519'),
  keyId: z.string().describe('SHA-256 of the public key, as hexadecimal digits'),
  publicKey: z.string().describe('SubjectPublicKeyInfo as Base64'),
  signature: z.string().describe('as Base64'),
})

export type SignatureCheck =
  | { readonly outcome: 'valid'; readonly keyId: string }
  /** Made for other bytes, or damaged. */
  | { readonly outcome: 'changed'; readonly keyId: string }
  | { readonly outcome: 'unreadable'; readonly reason: string }

/** Says what is signed, so that a signature which this key made for anything else is none for a result. */
const purpose = Buffer.from('cc-ci results.json v1\n')

/** The text of `results.json.sig` for these bytes. `key` is an Ed25519 private key. */
export function signResult(bytes: Uint8Array, key: KeyObject): string {
  const publicKey = createPublicKey(key)
  const document: z.infer<typeof signatureSchema> = {
    version: 1,
    algorithm: 'Ed25519',
    keyId: keyIdOf(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    signature: sign(null, Buffer.concat([purpose, bytes]), key).toString('base64'),
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** Whether a signature belongs to these bytes. Whose key it is, and whether that is trusted, is another question. */
export function checkSignature(bytes: Uint8Array, text: string): SignatureCheck {
  try {
    const { publicKey, signature } = signatureSchema.parse(JSON.parse(text))
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' })
    if (key.asymmetricKeyType !== 'ed25519') return { outcome: 'unreadable', reason: 'its key is not an Ed25519 key' }
    const keyId = keyIdOf(key)
    const belongs = verify(null, Buffer.concat([purpose, bytes]), key, Buffer.from(signature, 'base64'))
    return { outcome: belongs ? 'valid' : 'changed', keyId }
  } catch (error) {
    return {
      outcome: 'unreadable',
      reason: error instanceof SyntaxError ? 'it is not JSON' : 'it is not such a document',
    }
  }
}

/** The fingerprint by which a key is named: computed from the key itself, never taken from a file. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}
