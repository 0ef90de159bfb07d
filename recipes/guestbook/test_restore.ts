import { live } from '@cc-ci/ci-harness/overlay'
import { expect, it } from 'vitest'

it('brings back what was deleted after the backup', async () => {
  expect(live.opState).toMatchObject({ backup: { snapshot_id: expect.any(String) } })
  expect(await (await live.fetch('/api/entries')).json()).toContainEqual(
    expect.objectContaining({ message: 'left before the backup' }),
  )
})
