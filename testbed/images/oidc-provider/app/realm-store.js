import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const nameOfRealm = /^[a-z0-9][a-z0-9-]*$/

/** Realms with their keys, clients and users: a JSON file each, so that they outlive the container. */
export class RealmStore {
  #folder
  #realms = new Map()

  constructor(folder) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
    this.load()
  }

  /** Reads them anew, after somebody else wrote the files. */
  load() {
    const files = readdirSync(this.#folder).filter((file) => file.endsWith('.json'))
    const realms = files.map((file) => JSON.parse(readFileSync(join(this.#folder, file), 'utf8')))
    this.#realms = new Map(realms.map((realm) => [realm.name, realm]))
  }

  names() {
    return [...this.#realms.keys()]
  }

  get(name) {
    return this.#realms.get(name)
  }

  /** Undefined when the name is taken or none. */
  create(name) {
    if (!nameOfRealm.test(name) || this.#realms.has(name)) return undefined
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const signing = {
      ...privateKey.export({ format: 'jwk' }),
      kid: randomBytes(8).toString('hex'),
      use: 'sig',
      alg: 'RS256',
    }
    const realm = { name, keys: [signing], cookieKey: randomBytes(24).toString('hex'), clients: [], users: [] }
    this.#realms.set(name, realm)
    this.save(realm)
    return realm
  }

  save(realm) {
    const file = join(this.#folder, `${realm.name}.json`)
    writeFileSync(`${file}.new`, JSON.stringify(realm), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }

  remove(name) {
    rmSync(join(this.#folder, `${name}.json`), { force: true })
    return this.#realms.delete(name)
  }
}
