import { live } from '@cc-ci/ci-harness/overlay'
import { expect, it } from 'vitest'

it('the page is there', async () => {
  expect((await live.fetch('/')).status).toBe(200)
})

it('the page says hello', async () => {
  expect(await (await live.fetch('/')).text()).toContain('hello')
})
