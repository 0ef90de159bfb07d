import type { SecretPlan } from './secret-plan.js'
import { secretWords } from './secret-words.js'

/** Gives this many cryptographically random bytes. */
export type RandomBytes = (count: number) => Uint8Array

const wordsInPassphrase = 10
const alphanumeric = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const charsets: Readonly<Record<string, string>> = {
  default: alphanumeric,
  hex: '0123456789abcdef',
  special: '!@#$%^&*()-_=+[]{};:,.<>?/~',
  safespecial: '!@#%^&*_-+=',
}

/**
 * A value for a secret, by the modifiers of recipe-format §7. With a length: that many characters of the charset, all
 * equally likely. Without: ten of 256 words joined by hyphens, 80 bits, 49 characters.
 */
export function generateSecretValue(plan: Pick<SecretPlan, 'length' | 'charset'>, randomBytes: RandomBytes): string {
  if (plan.length === undefined) {
    return Array.from(randomBytes(wordsInPassphrase), (byte) => secretWords[byte]).join('-')
  }
  return pickCharacters(alphabetOf(plan.charset), plan.length, randomBytes)
}

/** Names may be joined by commas; those nobody knows do not count, and with none left the default does. */
function alphabetOf(charset = 'default'): string {
  const known = charset
    .toLowerCase()
    .split(',')
    .map((name) => (Object.hasOwn(charsets, name) ? (charsets[name] ?? '') : ''))
  return [...new Set(known.join(''))].join('') || alphanumeric
}

/** Bytes above the last whole multiple of the alphabet are thrown away: a plain modulo would favour its start. */
function pickCharacters(alphabet: string, length: number, randomBytes: RandomBytes): string {
  const limit = 256 - (256 % alphabet.length)
  let value = ''
  while (value.length < length) {
    const usable = randomBytes(length - value.length).filter((byte) => byte < limit)
    value += Array.from(usable, (byte) => alphabet.charAt(byte % alphabet.length)).join('')
  }
  return value
}
