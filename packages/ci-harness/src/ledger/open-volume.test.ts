import { CcCiError } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import type { ExecResult } from '../ports/swarm.js'
import { ScriptedContainers } from '../testing/scripted-containers.js'
import { openVolume } from './open-volume.js'
import type { SqliteAnswer, SqliteRequest } from './sqlite-tool.js'
import type { FoundFiles, StoreWorld } from './store.js'

const covered = { backup: 'covered', note: null } as const
const volume: FoundFiles = {
  ...{ kind: 'file', name: 'volume data', volume: 'data', swarmName: 't_data' },
  ...{ include: 'all', coverage: covered, hooks: [] },
}
const excluded = { backup: 'excluded', note: 'x' } as const
const fine: SqliteAnswer = { state: 'ok', rows: [], check: ['ok'] }

interface Bed {
  readonly paths?: readonly string[]
  readonly search?: () => Partial<ExecResult>
  readonly mount?: () => void
  readonly ask?: (request: SqliteRequest) => SqliteAnswer
}

async function databases(found: Partial<FoundFiles>, { paths = [], search, mount, ask = () => fine }: Bed) {
  const exec = async (command: readonly string[]): Promise<ExecResult> => {
    const finds = command[2]?.includes('SQLite format 3') === true
    const kinds = command
      .slice(4)
      .map(() => 'file\n')
      .join('')
    const answer = finds ? (search?.() ?? { stdout: `${paths.join('\n')}\n` }) : { stdout: kinds }
    return { exitCode: 0, stdout: '', stderr: '', ...answer }
  }
  const world: StoreWorld = {
    stack: 't',
    clock: new ManualClock(),
    swarm: new ScriptedContainers(() => ({})),
    companion: { exec, folderOf: (name) => `/v/${name}` },
    sqlite: { mount: async () => mount?.(), ask: async (request) => ask(request) },
  }
  return (await openVolume({ ...volume, ...found }, world)).filter(({ kind }) => kind === 'sqlite')
}

describe('the SQLite files of a volume', () => {
  it('are watched each, but for caches', async () => {
    const opened = await databases({}, { paths: ['b.db', 'a/app', 'cache/x.db', 'a/.tmp/y', 'cached.db'] })
    expect(opened.map(({ name }) => name)).toEqual(['sqlite data/a/app', 'sqlite data/b.db', 'sqlite data/cached.db'])
  })

  it('are named by number when there are too many', async () => {
    const opened = await databases({}, { paths: Array.from({ length: 12 }, (_, index) => `${10 + index}.db`) })
    expect(opened).toHaveLength(11)
    expect(opened.at(-1)).toMatchObject({ backup: 'unknown', reason: expect.stringContaining('2 more databases') })
  })

  it.each([
    ['saved whole', {}, 'covered'],
    ['in a folder that is saved', { include: ['db'] }, 'covered'],
    ['the one file that is saved', { include: ['db/app.db'] }, 'covered'],
    ['B-04: outside of what is saved', { include: ['d', 'db/app'] }, 'not-covered'],
    ['outside of what is saved, with a hook', { include: ['dump'], hooks: ['/dump.sh'] }, 'covered'],
    ['in a volume that is not saved, named by a hook', { coverage: excluded, hooks: ['cp app.db /x'] }, 'covered'],
    ['in a volume that is not saved, beside a hook', { coverage: excluded, hooks: ['/dump.sh'] }, 'excluded'],
    ['in a volume that is not saved', { coverage: excluded }, 'excluded'],
  ])('%s', async (_, found, backup) => {
    expect(await databases(found, { paths: ['db/app.db'] })).toMatchObject([{ coverage: { backup } }])
  })

  it.each<[string, Bed, RegExp]>([
    ['locked for good', { ask: () => ({ state: 'locked', words: 'database is locked' }) }, /the app keeps it locked/],
    ['malformed from the start', { ask: () => ({ state: 'damaged', words: 'malformed' }) }, /malformed/],
    ['of a kind that SQLite cannot open', { ask: fail('STORE_CLIENT_FAILED') }, /STORE_CLIENT_FAILED/],
    ['in need of an image that cannot be had', { mount: fail('IMAGE_PULL_FAILED') }, /IMAGE_PULL_FAILED/],
    ['too many to be searched for', { search: fail('EXEC_TIMED_OUT') }, /too many files/],
  ])('are only named when they are %s', async (_, bed, reason) => {
    const opened = await databases({}, { paths: ['app.db'], ...bed })
    expect(opened).toMatchObject([{ backup: 'unknown', reason: expect.stringMatching(reason) }])
  })

  it('throws when the volume cannot be searched', async () => {
    const search = () => ({ exitCode: 1, stderr: 'I/O error' })
    await expect(databases({}, { search })).rejects.toMatchObject({ code: 'VOLUME_UNREADABLE' })
  })
})

function fail(code: string) {
  return (): never => {
    throw new CcCiError(code, `failed: ${code}`)
  }
}
