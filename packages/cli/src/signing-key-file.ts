import { join } from 'node:path'
import type { World } from './world.js'

/** Where this host’s signing key lies, outside of any workspace; undefined without a home to keep it in. */
export function signingKeyFile({ environment }: Pick<World, 'environment'>): string | undefined {
  const { CC_CI_SIGNING_KEY: named, XDG_STATE_HOME: state, HOME: home } = environment
  if (named) return named
  const folder = state || (home && join(home, '.local/state'))
  return folder ? join(folder, 'cc-ci/signing-key.pem') : undefined
}
