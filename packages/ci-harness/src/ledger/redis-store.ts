import { isCcCiError } from '@cc-ci/kernel'
import { type Canary, countCanaries, makeCanaries } from './canaries.js'
import { checkWiped } from './check-wiped.js'
import { isServer } from './is-server.js'
import { redisLogin } from './redis-login.js'
import { clientFailed, notAccepting, readSetting, runClient } from './run-client.js'
import type { DatabaseKind, FoundDatabase, Store, StoreWorld, Unproven } from './store.js'

// The password comes from the service's own variable or file, or from its configuration, and goes on by environment only.
const client = `${readSetting}
client=$(command -v redis-cli || command -v valkey-cli || command -v keydb-cli) || { echo 'the image has no redis-cli' >&2; exit 127; }
if [ -z "\${REDISCLI_AUTH:-}" ]; then
  if [ -n "\${CC_CI_PASSWORD_FILE:-}" ]; then REDISCLI_AUTH=$(cat "$CC_CI_PASSWORD_FILE")
  else REDISCLI_AUTH=$(read_setting $CC_CI_PASSWORD_VARIABLE REDIS_PASSWORD VALKEY_PASSWORD KEYDB_PASSWORD)
  fi
fi
if [ -z "$REDISCLI_AUTH" ]; then
  for conf in $CC_CI_CONFIG /usr/local/etc/redis/redis.conf /usr/local/etc/valkey/valkey.conf /etc/redis/redis.conf; do
    [ -z "$REDISCLI_AUTH" ] && [ -r "$conf" ] || continue
    REDISCLI_AUTH=$(sed -n 's/^ *requirepass  *"\\{0,1\\}\\([^"]*\\)"\\{0,1\\} *$/\\1/p' "$conf" | tail -n 1)
  done
fi
if [ -n "$REDISCLI_AUTH" ]; then export REDISCLI_AUTH VALKEYCLI_AUTH="$REDISCLI_AUTH"; else unset REDISCLI_AUTH; fi
answer=$("$client" -h 127.0.0.1 -p "$CC_CI_PORT" ping </dev/null) || true
case $answer in
  PONG) ;;
  '' | LOADING* | BUSY* | MASTERDOWN*) echo "\${answer:-no answer}" >&2; exit ${notAccepting} ;;
  *) echo "$answer" >&2; exit 1 ;;
esac
exec "$client" -h 127.0.0.1 -p "$CC_CI_PORT" --raw
`

const keyOf = (id: string) => `cc-ci:canary:${id}`

/** Redis, Valkey and KeyDB. */
export const redis: DatabaseKind = {
  kind: 'redis',
  dumpPrograms: /\b(?:redis|valkey|keydb)-cli\b.*(?:\b(?:bg)?save\b|--rdb\b|\bbgrewriteaof\b)/is,
  forgetsWithoutVolume: true,
  needsHooks:
    'A running server writes its file when it likes and reads it at start only: have a pre-hook save, and a restore hook load.',
  recognise(service) {
    const dataFolders = ['/data', '/var/lib/redis', '/bitnami/redis/data', '/bitnami/valkey/data']
    const images = /^(?:redis|redis-stack(?:-server)?|valkey|keydb|eqalpha-keydb)$/
    // Not by a password: apps that only connect have one too, and many keep their own data in /data.
    const settings = /^(?:REDIS|VALKEY)_(?:AOF_ENABLED|RDB_POLICY)$/
    const startsOne = service.command.some((word) => /(?:^|[\s/])(?:redis|valkey|keydb)-server\b/.test(word))
    if (!startsOne && !isServer(service, { images, settings, dataFolders })) return undefined
    return { database: undefined, dataFolders }
  },
  open: openRedis,
}

async function openRedis(found: FoundDatabase, world: StoreWorld): Promise<Store | Unproven> {
  const env = redisLogin(found.service)
  const run = (input: string) => runClient({ found, client, input, env }, world)
  const forgets = await whyItForgets(run)
  if (forgets !== undefined) return { ...forgets, name: found.name, kind: 'redis' }
  const canaries = makeCanaries()
  const count = async () => {
    const commands = canaries.map(({ id }) => `ECHO ${id}\nGET ${keyOf(id)}\n`).join('')
    return { found: countCanaries(canaries, readAnswers(found.name, await run(commands), canaries)) }
  }
  return {
    name: found.name,
    kind: 'redis',
    coverage: found.coverage,
    count,
    seed: async () => {
      await run(canaries.map(({ id, value }) => `SET ${keyOf(id)} ${value}\n`).join(''))
      return (await count()).found
    },
    wipe: async () => {
      await run(`DEL ${canaries.map(({ id }) => keyOf(id)).join(' ')}\n`)
      checkWiped(found.name, await count())
    },
  }
}

/** Undefined for a server that keeps its data, or does not say. */
async function whyItForgets(
  run: (input: string) => Promise<string>,
): Promise<Pick<Unproven, 'backup' | 'reason'> | undefined> {
  try {
    const lines = (await run('CONFIG GET save\nCONFIG GET appendonly\n')).split('\n')
    const isOff = lines[0] === 'save' && lines[1] === '' && lines[2] === 'appendonly' && lines[3] === 'no'
    if (!isOff) return undefined
    return { backup: 'unwatched', reason: 'Not kept by design: the server saves nothing to its volume.' }
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'STORE_CLIENT_FAILED') throw error
    return { backup: 'unknown', reason: `Nothing is proven: ${error.message}` }
  }
}

/** Each id as it was echoed, then the value or nothing. Anything else means that the server did not answer. */
function readAnswers(store: string, stdout: string, canaries: readonly Canary[]): Canary[] {
  const lines = stdout.replace(/\n$/, '').split('\n')
  if (lines.length !== 2 * canaries.length || canaries.some(({ id }, index) => lines[2 * index] !== id)) {
    throw clientFailed(store, `printed something else than asked for: ${stdout.trim().slice(0, 200) || 'nothing'}`)
  }
  return canaries.map(({ id }, index) => ({ id, value: lines[2 * index + 1] ?? '' }))
}
