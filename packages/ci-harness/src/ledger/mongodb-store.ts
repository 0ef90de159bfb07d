import { isCcCiError } from '@cc-ci/kernel'
import { mapOf } from '../recipe/compose-yaml.js'
import { countCanaries, makeCanaries } from './canaries.js'
import { checkWiped } from './check-wiped.js'
import { isServer } from './is-server.js'
import { parseJson } from './parse-json.js'
import { clientFailed, notAccepting, readSetting, runClient } from './run-client.js'
import type { DatabaseKind, FoundDatabase, Store, StoreWorld, Unproven } from './store.js'

// Runs in mongosh and in the older mongo. The login is read from the environment, so that no argument has it.
const program = `
const setting = (name) => (typeof process === 'undefined' ? _getEnv(name) : process.env[name]) || '';
const admin = db.getSiblingDB('admin');
if (setting('CC_CI_USER') !== '' && !admin.auth(setting('CC_CI_USER'), setting('CC_CI_PASSWORD'))) throw new Error('authentication failed');
let name = setting('CC_CI_DATABASE');
if (name === '') {
  const names = admin.runCommand({ listDatabases: 1, nameOnly: true }).databases.map((one) => one.name);
  name = names.filter((one) => ['admin', 'config', 'local'].indexOf(one) < 0).sort()[0] || 'cc_ci';
}
const request = JSON.parse(setting('CC_CI_REQUEST'));
const canaries = db.getSiblingDB(name).getCollection('cc_ci_canary');
if (request.op !== 'count') canaries.drop();
if (request.op === 'seed') {
  const answer = canaries.insertMany(request.rows, { writeConcern: { w: 1, j: true } });
  if (!answer.acknowledged) throw new Error('the insert was not acknowledged');
}
print(JSON.stringify({ ccCi: canaries.find().sort({ _id: 1 }).toArray() }));
`

const client = `${readSetting}
client=$(command -v mongosh || command -v mongo) || { echo 'the image has neither mongosh nor mongo' >&2; exit 127; }
CC_CI_USER=$(read_setting MONGO_INITDB_ROOT_USERNAME MONGODB_ROOT_USER)
CC_CI_PASSWORD=$(read_setting MONGO_INITDB_ROOT_PASSWORD MONGODB_ROOT_PASSWORD)
if [ -z "$CC_CI_USER" ] && [ -n "$CC_CI_PASSWORD" ]; then CC_CI_USER=root; fi
CC_CI_DATABASE=$(read_setting MONGO_INITDB_DATABASE MONGODB_DATABASE)
export CC_CI_USER CC_CI_PASSWORD CC_CI_DATABASE
program=$(cat)
answer=$("$client" --quiet --norc --host 127.0.0.1 --eval "$program" 2>&1 </dev/null)
code=$?
case "$code $answer" in
  0\\ *) printf '%s\\n' "$answer" ;;
  *ECONNREFUSED* | *"couldn't connect"* | *"Connection refused"*) printf '%s\\n' "$answer" >&2; exit ${notAccepting} ;;
  *) printf '%s\\n' "$answer" >&2; exit "$code" ;;
esac
`

/** MongoDB and Percona Server for MongoDB. */
export const mongodb: DatabaseKind = {
  kind: 'mongodb',
  dumpPrograms: /\bmongodump\b/,
  recognise(service) {
    const { environment } = service
    const dataFolders = ['/data/db', '/bitnami/mongodb']
    const images = /^(?:mongo|mongodb|mongodb-(?:community|enterprise)-server|percona-server-mongodb)$/
    const settings = /^(?:MONGO_INITDB|MONGODB_ROOT)_\w+$/
    if (!isServer(service, { images, settings, dataFolders })) return undefined
    return { database: environment.MONGO_INITDB_DATABASE ?? environment.MONGODB_DATABASE ?? undefined, dataFolders }
  },
  open: openMongodb,
}

async function openMongodb(found: FoundDatabase, world: StoreWorld): Promise<Store | Unproven> {
  const canaries = makeCanaries()
  const ask = async (op: 'seed' | 'count' | 'wipe') => {
    const rows = op === 'seed' ? canaries.map(({ id, value }) => ({ _id: id, value })) : []
    const env = { CC_CI_REQUEST: JSON.stringify({ op, rows }) }
    return readAnswer(found.name, await runClient({ found, client, input: program, env }, world))
  }
  const count = async () => ({ found: countCanaries(canaries, await ask('count')) })
  try {
    await ask('count')
  } catch (error) {
    if (!isCcCiError(error) || error.code !== 'STORE_CLIENT_FAILED') throw error
    return { name: found.name, kind: 'mongodb', backup: 'unknown', reason: `Nothing is proven: ${error.message}` }
  }
  return {
    name: found.name,
    kind: 'mongodb',
    coverage: found.coverage,
    count,
    seed: async () => countCanaries(canaries, await ask('seed')),
    wipe: async () => checkWiped(found.name, { found: (await ask('wipe')).length }),
  }
}

/** The one line that is ours; the shell may say more around it. */
function readAnswer(store: string, stdout: string): Array<{ readonly id: string; readonly value: string }> {
  const lines = stdout.split('\n').filter((line) => line.startsWith('{"ccCi":'))
  const answer = lines.length === 1 ? parseJson(lines[0] ?? '') : undefined
  const documents: unknown = mapOf(answer).ccCi
  if (!Array.isArray(documents)) {
    throw clientFailed(store, `printed no answer of ours: ${stdout.trim().slice(0, 200) || 'nothing'}`)
  }
  return documents.map((document) => ({ id: String(mapOf(document)._id), value: String(mapOf(document).value) }))
}
