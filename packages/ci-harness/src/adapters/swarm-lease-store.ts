import {
  CcCiError,
  type Clock,
  type Lease,
  type LeaseRequest,
  type LeaseStore,
  type LeaseWait,
  type ListedLease,
  leaseLost,
  leaseWaitAborted,
} from '@cc-ci/kernel'
import { DockerConnection } from './docker-connection.js'
import { type LeaseNote, type LeaseObject, LeaseObjects, objectNameOf } from './lease-objects.js'
import { isHolderDead, type LeasePlace } from './lease-place.js'

export interface SwarmLeaseOptions {
  readonly dockerHost: string
  /** Leases of this host by kernel locks. */
  readonly local: LeaseStore
  /** Where `local` takes its locks; read anew each time, since its folder comes and goes. */
  readonly place: () => Promise<LeasePlace>
  readonly clock: Clock
}

const lookAgainMs = 10_000

type Claim = { readonly id: string } | { readonly held: LeaseObject }

/**
 * Leases for a Swarm that several hosts use: first the kernel lock of this host, then a config object, of which the Swarm
 * takes one per name. Who finds one of its own host while it has the kernel lock knows that its holder is dead. Of a
 * holder on another host nothing is known but that it has not given the lease back: it is waited for, however long.
 */
export class SwarmLeaseStore implements LeaseStore {
  readonly #objects: LeaseObjects
  readonly #options: SwarmLeaseOptions

  constructor(options: SwarmLeaseOptions) {
    this.#objects = new LeaseObjects(new DockerConnection(options.dockerHost))
    this.#options = options
  }

  async tryAcquire(name: string, request: LeaseRequest): Promise<Lease | undefined> {
    const local = await this.#options.local.tryAcquire(name, request)
    if (local === undefined) return undefined
    return orGiveBack(local, async () => {
      const claim = await this.#claim(name, request.holder)
      if ('id' in claim) return new SwarmLease(local, claim.id, this.#objects)
      await local.release()
      return undefined
    })
  }

  /** Waits with the kernel lock in hand, so that of each host only one asks the Swarm. */
  async acquire(name: string, wait: LeaseWait): Promise<Lease> {
    let told = false
    const onWait = (current: ListedLease): void => {
      if (!told) wait.onWait?.(current)
      told = true
    }
    // Who has the kernel lock may itself wait for another host: told is who holds the lease.
    const onLocalWait = (current: ListedLease): void =>
      void this.#objects.find(name).then(
        (object) => onWait(object === undefined ? current : { ...current, ...describe(object) }),
        () => onWait(current),
      )
    const local = await this.#options.local.acquire(name, { ...wait, onWait: onLocalWait })
    return orGiveBack(local, async () => {
      for (;;) {
        if (wait.signal?.aborted) throw leaseWaitAborted(name)
        const claim = await this.#claim(name, wait.holder)
        if ('id' in claim) return new SwarmLease(local, claim.id, this.#objects)
        onWait({ name, state: 'held', ...describe(claim.held) })
        await this.#untilRemoved(claim.held, wait.signal)
      }
    })
  }

  async list(): Promise<readonly ListedLease[]> {
    const objects = await this.#objects.list()
    const local = new Map((await this.#options.local.list()).map((lease) => [lease.name, lease]))
    const here = await this.#options.place()
    for (const object of objects) {
      const ours = local.get(object.lease)
      const { note } = object
      if (note === undefined) local.set(object.lease, { name: object.lease, state: 'unreadable' })
      else if (!isHolderDead(note.place, here))
        local.set(object.lease, { name: object.lease, state: 'held', ...describe(object) })
      else local.set(object.lease, ours ?? { name: object.lease, state: 'free' })
    }
    return [...local.values()].sort((one, other) => (one.name < other.name ? -1 : 1))
  }

  /** Called with the kernel lock in hand, and by nobody else of this host at the same time. */
  async #claim(name: string, heldBy: string): Promise<Claim> {
    const place = await this.#options.place()
    const note: LeaseNote = { heldBy, heldSince: this.#options.clock.now().toISOString(), pid: process.pid, place }
    for (;;) {
      const id = await this.#objects.create(name, note)
      if (id !== undefined) return { id }
      const found = await this.#objects.find(name)
      if (found === undefined) continue
      if (found.note === undefined) throw unreadable(name)
      if (!isHolderDead(found.note.place, place)) return { held: found }
      await this.#objects.remove(found.id)
    }
  }

  async #untilRemoved({ id }: LeaseObject, signal: AbortSignal | undefined): Promise<void> {
    const gone = new AbortController()
    const removal = await this.#objects.watchRemoval(id, () => gone.abort())
    try {
      // After the subscription, or a removal in between would go unseen.
      if (!(await this.#objects.exists(id))) return
      const either = AbortSignal.any([gone.signal, ...(signal === undefined ? [] : [signal])])
      await this.#options.clock.sleep(lookAgainMs, either).catch(() => undefined)
    } finally {
      removal.close()
    }
  }
}

class SwarmLease implements Lease {
  readonly name: string
  readonly #local: Lease
  readonly #id: string
  readonly #objects: LeaseObjects
  #released = false

  constructor(local: Lease, id: string, objects: LeaseObjects) {
    this.name = local.name
    this.#local = local
    this.#id = id
    this.#objects = objects
  }

  async assertHeld(): Promise<void> {
    await this.#local.assertHeld()
    if (this.#released || !(await this.#objects.exists(this.#id))) throw leaseLost(this.name)
  }

  /** The object first: whoever has the kernel lock takes what is left of this host for dead. */
  async release(): Promise<void> {
    if (this.#released) return
    this.#released = true
    try {
      await this.#objects.remove(this.#id)
    } finally {
      await this.#local.release()
    }
  }
}

async function orGiveBack<T>(local: Lease, take: () => Promise<T>): Promise<T> {
  try {
    return await take()
  } catch (error) {
    await local.release()
    throw error
  }
}

function describe({ note }: LeaseObject): Partial<ListedLease> {
  if (note === undefined) return {}
  const { heldBy, pid, place, heldSince } = note
  return { heldBy: `${heldBy} (process ${pid} on ${place.host})`, heldSince: new Date(heldSince) }
}

function unreadable(name: string): CcCiError {
  const object = objectNameOf(name)
  return new CcCiError('LEASE_UNREADABLE', `The config object ${object} of the Swarm is not a lease of cc-ci.`, {
    hint: `If nothing needs it: docker config rm ${object}`,
  })
}
