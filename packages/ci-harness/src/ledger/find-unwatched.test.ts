import { describe, expect, it } from 'vitest'
import { readBackupPlan } from '../recipe/backup-labels.js'
import { toComposeDocument } from '../recipe/compose-document.js'
import { findStores } from './find-stores.js'

type Services = Readonly<Record<string, object>>

function find(services: Services) {
  const document = toComposeDocument({ services })
  return findStores(document, readBackupPlan(document, 't'))
}

const names = (services: Services) => find(services).watched.map(({ name }) => name)
const unproven = (services: Services) =>
  find(services).unproven.map(({ name, backup, reason }) => `${name} | ${backup} | ${reason}`)
const service = (image: string, volumes: string[] = []) => ({ image, volumes })

describe('what cannot be watched', () => {
  it('is named with the reason', () => {
    const app = {
      ...service('app:1', ['conf:/conf:ro', '/scratch', '/etc/localtime:/etc/localtime:ro']),
      tmpfs: '/run/x',
    }
    expect(unproven({ app })).toEqual([
      'volume conf | unwatched | Not covered: mounted read-only, so the app writes nothing into it.',
      'tmpfs app:/run/x | unwatched | Not covered: in memory, and gone with every new task.',
      'bind app:/etc/localtime | unwatched | Not covered: the host’s /etc/localtime, which is not the app’s.',
      'anonymous volume app:/scratch | unwatched | Not covered: no name, so each new task begins with an empty one.',
    ])
  })

  it('is not a volume that another service writes to', () => {
    const services = { web: service('web:1', ['data:/data:ro']), app: service('app:1', ['data:/data']) }
    expect(unproven(services)).toEqual([])
    expect(names(services)).toEqual(['volume data'])
  })

  it.each([
    [0, 'Nothing is proven: db has replicas: 0, so no server runs.'],
    [2, 'Nothing is proven: db has 2 replicas, and each is a server of its own.'],
  ])('is a database with %i replicas', (replicas, reason) => {
    const db = { ...service('postgres:15', ['pg:/var/lib/postgresql/data']), deploy: { replicas } }
    expect(unproven({ db })).toEqual([`postgres db | unknown | ${reason}`])
    expect(names({ db })).toEqual([])
  })

  it('is a volume of services without a replica; one with many is watched once', () => {
    const app = (replicas: number) => ({ ...service('app:1', ['data:/data']), deploy: { replicas } })
    const reason = 'Nothing is proven: only app mounts it, with replicas: 0.'
    expect(unproven({ app: app(0) })).toEqual([`volume data | unknown | ${reason}`])
    expect(names({ app: app(3) })).toEqual(['volume data'])
  })
})
