import { live } from '@cc-ci/ci-harness/overlay'
import { expect, it } from 'vitest'

it('the page is there', async () => {
  expect((await live.fetch('/')).status).toBe(200)
})

it('a browser gets there and sees the greeting', async () => {
  const page = await live.page()
  try {
    await page.goto('/')
    expect(await page.textContent('h1')).toBe('hello')
  } finally {
    await page.close()
  }
})

it('the page says hello', async () => {
  expect(await (await live.fetch('/')).text()).toContain('hello')
})
