import { createHash } from 'node:crypto'
import type { CcCiError } from '@cc-ci/kernel'
import type Docker from 'dockerode'
import type { Subscription } from '../ports/swarm.js'
import type { DockerConnection } from './docker-connection.js'
import type { DockerComplaint } from './docker-errors.js'
import { type RawEvent, splitJsonLines } from './docker-events.js'
import type { LeasePlace } from './lease-place.js'

/** What a holder writes into its config object. */
export interface LeaseNote {
  readonly heldBy: string
  /** ISO 8601, by the holder’s clock. */
  readonly heldSince: string
  readonly pid: number
  readonly place: LeasePlace
}

export interface LeaseObject {
  readonly id: string
  readonly lease: string
  /** Undefined when something else lies under that name. */
  readonly note: LeaseNote | undefined
}

const label = 'cc-ci.lease'
const filters = { type: ['config'], event: ['remove'] } satisfies Docker.GetEventsOptions['filters']

/** The name of the config object of a lease; Swarm allows 64 characters, which end with a letter or digit. */
export function objectNameOf(lease: string): string {
  const plain = `cc-ci-lease.${lease}`
  if (plain.length <= 64 && /[A-Za-z0-9]$/.test(plain)) return plain
  return `${plain.slice(0, 47)}.${createHash('sha256').update(lease).digest('hex').slice(0, 16)}`
}

/** Leases as config objects of a Swarm: its managers agree on each, and let nobody make one that is there already. */
export class LeaseObjects {
  readonly #docker: DockerConnection

  constructor(docker: DockerConnection) {
    this.#docker = docker
  }

  /** The id of the new object, or undefined when there is one of that name. */
  async create(lease: string, note: LeaseNote): Promise<string | undefined> {
    const Data = Buffer.from(JSON.stringify(note)).toString('base64')
    try {
      const made = await this.#docker.ask((client) =>
        client.createConfig({ Name: objectNameOf(lease), Labels: { [label]: lease }, Data }),
      )
      return made.id
    } catch (error) {
      if (((error as CcCiError).cause as DockerComplaint | undefined)?.statusCode === 409) return undefined
      throw error
    }
  }

  async find(lease: string): Promise<LeaseObject | undefined> {
    const found = await this.#docker.find((client) => client.getConfig(objectNameOf(lease)).inspect())
    return found && toLeaseObject(found)
  }

  async exists(id: string): Promise<boolean> {
    return (await this.#docker.find((client) => client.getConfig(id).inspect())) !== undefined
  }

  async list(): Promise<readonly LeaseObject[]> {
    const options = { filters: JSON.stringify({ label: [label] }) }
    return (await this.#docker.ask((client) => client.listConfigs(options))).map(toLeaseObject)
  }

  /** By id, so that an object which somebody made meanwhile under the same name stays. */
  async remove(id: string): Promise<void> {
    await this.#docker.find((client) => client.getConfig(id).remove())
  }

  /** Calls back when the object is removed from now on. A broken stream of events says nothing: look, too. */
  async watchRemoval(id: string, removed: () => void): Promise<Subscription> {
    const stream = await this.#docker.open((client) => client.getEvents({ filters }))
    const split = splitJsonLines((line) => {
      if ((line as RawEvent).Actor?.ID === id) removed()
    })
    stream.on('data', split)
    stream.on('error', () => undefined)
    return {
      close: () => {
        if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy()
      },
    }
  }
}

function toLeaseObject({ ID, Spec }: Docker.ConfigInfo): LeaseObject {
  return { id: ID, lease: Spec?.Labels?.[label] ?? Spec?.Name ?? '', note: readNote(Spec?.Data ?? '') }
}

function readNote(data: string): LeaseNote | undefined {
  try {
    const note = JSON.parse(Buffer.from(data, 'base64').toString())
    return typeof note.place?.boot === 'string' ? note : undefined
  } catch {
    return undefined
  }
}
