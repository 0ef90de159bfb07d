import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { World } from '../world.js'

export interface SecretReference {
  /** `secret:<name>` */
  readonly reference: string
  /** The key of cc-ci.yaml that holds the reference. */
  readonly key: string
  readonly file: string | undefined
  /** A variable that may be set instead. */
  readonly instead?: string
}

/**
 * The secret that a key of cc-ci.yaml names: a file in the folder of secrets, which is CC_CI_SECRETS_DIR or the one that
 * systemd hands to a service. Throws SECRET_MISSING.
 */
export function readSecret(
  { reference, key, file, instead }: SecretReference,
  { environment }: Pick<World, 'environment'>,
): string {
  const name = reference.replace(/^secret:/, '')
  const { CC_CI_SECRETS_DIR, CREDENTIALS_DIRECTORY } = environment
  const folder = CC_CI_SECRETS_DIR || CREDENTIALS_DIRECTORY
  const path = folder === undefined ? undefined : join(folder, name)
  const secret = path !== undefined && existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  if (secret !== '') return secret
  const where = path === undefined ? 'no folder of secrets is set' : `${path} does not hold it`
  const or = instead === undefined ? '' : `, or set ${instead}`
  throw new CcCiError('SECRET_MISSING', `The secret ${name} that ${key} of cc-ci.yaml names is missing: ${where}.`, {
    hint: `Put it into a file of that name in the folder CC_CI_SECRETS_DIR${or}.`,
    ...(file !== undefined && { place: { file, key } }),
    exitCode: 2,
  })
}
