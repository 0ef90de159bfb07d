import { CcCiError } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'
import type { DiskSpace } from '../ports/disk-probe.js'
import { InMemorySwarm } from '../testing/index.js'
import { checkHost, checkSpace, isDiskFull } from './preflight.js'

const gibibyte = 1024 ** 3
const roomy: DiskSpace = {
  freeBytes: 50 * gibibyte,
  totalBytes: 100 * gibibyte,
  freeInodes: 500_000,
  totalInodes: 586_336,
}
const overlay = { driver: 'overlay', attachable: true, subnets: ['10.200.0.0/16'] }

function host({ proxy = overlay, space = roomy }: { proxy?: typeof overlay | null; space?: DiskSpace | null } = {}) {
  const swarm = new InMemorySwarm()
  if (proxy !== null) swarm.networks.set('proxy', proxy)
  const asked: string[] = []
  const free = async (path: string) => {
    asked.push(path)
    return space ?? undefined
  }
  return { swarm, disk: { free }, asked }
}

describe('a host', () => {
  it('that is fit is described; the disk that counts is that of Docker’s data-root', async () => {
    const fit = host()

    expect(await checkHost(fit)).toBe(fit.swarm.description)
    expect(fit.asked).toEqual([fit.swarm.description.dataRoot])
  })

  it('whose disk cannot be seen is not refused', async () => {
    await expect(checkHost(host({ space: null }))).resolves.toBeDefined()
  })

  it.each([
    ['has no network “proxy”', host({ proxy: null }), 'PROXY_NETWORK_MISSING', 'no network “proxy”'],
    [
      'has a bridge of that name',
      host({ proxy: { ...overlay, driver: 'bridge' } }),
      'PROXY_NETWORK_MISSING',
      'is a bridge network',
    ],
    ['is short of disk', host({ space: { ...roomy, freeBytes: 2 * gibibyte - 1 } }), 'DISK_SHORT', 'nearly full'],
    ['is short of inodes', host({ space: { ...roomy, freeInodes: 6_005 } }), 'INODES_SHORT', 'short of inodes'],
  ])('that %s is refused before anything is made, and the hint says what to do', async (_, bad, code, words) => {
    await expect(checkHost(bad)).rejects.toMatchObject({
      code,
      exitCode: 3,
      message: expect.stringContaining(words),
      hint: expect.stringMatching(/docker (network create|image prune)/),
    })
    expect(bad.swarm.calls).toEqual(['describe', 'network proxy'])
  })

  it.each(['DOCKER_UNREACHABLE', 'DOCKER_NOT_PERMITTED', 'SWARM_INACTIVE'])('is told of %s as it is', async (code) => {
    const broken = host()
    broken.swarm.onCall = () => {
      throw new CcCiError(code, 'x')
    }
    await expect(checkHost(broken)).rejects.toMatchObject({ code })
  })
})

describe('D-01: disk and inodes', () => {
  it.each<[string, Partial<DiskSpace>]>([
    ['DISK_SHORT', { freeBytes: gibibyte }],
    ['INODES_SHORT', { freeInodes: 6_005 }],
  ])('are both named by %s, because one is taken for the other', (code, shortage) => {
    const space = { ...roomy, ...shortage }
    const bytes = `${(space.freeBytes / gibibyte).toFixed(1)} GiB of 100.0`

    expect(() => checkSpace(space, '/docker-data')).toThrow(
      expect.objectContaining({
        code,
        message: expect.stringContaining(`/docker-data`),
        hint: expect.stringContaining('dangling images only'),
      }),
    )
    expect(() => checkSpace(space, '/x')).toThrow(`${bytes} and ${space.freeInodes} of 586336 inodes are free`)
  })

  it.each<[string, Partial<DiskSpace>]>([
    ['exactly enough of both', { freeBytes: 2 * gibibyte, freeInodes: 20_000 }],
    ['a file system without inodes', { freeInodes: 0, totalInodes: 0 }],
  ])('do for %s', (_, space) => {
    expect(() => checkSpace({ ...roomy, ...space }, '/docker-data')).not.toThrow()
  })

  it.each<[string, Partial<DiskSpace> | null, boolean | undefined]>([
    ['room for both', {}, false],
    ['no bytes', { freeBytes: 1024 }, true],
    ['no inodes', { freeInodes: 3 }, true],
    ['no inode table', { freeInodes: 0, totalInodes: 0 }, false],
    ['nothing that can be seen', null, undefined],
  ])('D-03: tell whether the disk is full: %s', async (_, space, expected) => {
    const { disk } = host({ space: space === null ? null : { ...roomy, ...space } })
    expect(await isDiskFull({ disk }, '/docker-data')).toBe(expected)
  })
})
