import { join } from 'node:path'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { StatfsDiskProbe } from './statfs-disk-probe.js'

it('D-01: sees the free bytes and inodes of the disk that holds a folder', async () => {
  const space = await new StatfsDiskProbe().free(temporaryFolder(onTestFinished))

  expect(space?.totalBytes).toBeGreaterThan(1024 ** 2)
  expect(space?.freeBytes).toBeGreaterThan(0)
  expect(space?.freeBytes).toBeLessThanOrEqual(space?.totalBytes ?? 0)
  expect(space?.freeInodes).toBeLessThanOrEqual(space?.totalInodes ?? -1)
})

it('does not take a folder that it cannot see for a full disk', async () => {
  expect(await new StatfsDiskProbe().free(join(temporaryFolder(onTestFinished), 'none'))).toBeUndefined()
})
