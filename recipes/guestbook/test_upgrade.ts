import { live } from '@cc-ci/ci-harness/overlay'
import { expect, it } from 'vitest'

it('keeps what a visitor left before it', async () => {
  expect(await (await live.fetch('/api/entries')).json()).toContainEqual(
    expect.objectContaining({ message: 'left before the upgrade' }),
  )
})
