import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { keyIdOf } from '../signature/result-signature.js'

const forOthers = 0o077

/** The private key of this host, made at the first use. Throws SIGNING_KEY_UNUSABLE, naming the file and never the key. */
export function ensureSigningKey(file: string): KeyObject {
  try {
    if (statSync(file, { throwIfNoEntry: false }) === undefined) createKey(file)
  } catch (error) {
    throw unusable(file, `cannot be made: ${(error as Error).message}`, 'Name another file with CC_CI_SIGNING_KEY.')
  }
  return readSigningKey(file)
}

/** The fingerprint of this host’s key; undefined when it has none yet, or one that cannot be used. */
export function ownKeyId(file: string): string | undefined {
  try {
    return keyIdOf(createPublicKey(readSigningKey(file)))
  } catch {
    return undefined
  }
}

function readSigningKey(file: string): KeyObject {
  const found = statSync(file, { throwIfNoEntry: false })
  if (found === undefined) throw unusable(file, 'is not there', 'It is made by the next run.')
  if ((found.mode & forOthers) !== 0) throw unusable(file, 'can be read by others', `chmod 600 ${file}`)
  const key = parseKey(file)
  if (key?.asymmetricKeyType !== 'ed25519') {
    throw unusable(
      file,
      'holds no Ed25519 private key',
      'Remove it to have a new one; older results then stay signed by the old one.',
    )
  }
  return key
}

function parseKey(file: string): KeyObject | undefined {
  try {
    return createPrivateKey(readFileSync(file))
  } catch {
    return undefined
  }
}

/** Whole or not at all; of two runs that make one at once, the first wins. */
function createKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const part = `${file}.${randomBytes(6).toString('hex')}.part`
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(part, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' })
  try {
    linkSync(part, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(part, { force: true })
  }
}

function unusable(file: string, state: string, hint: string): CcCiError {
  return new CcCiError('SIGNING_KEY_UNUSABLE', `The signing key ${file} ${state}.`, { hint, exitCode: 2 })
}
