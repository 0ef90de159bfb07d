import { live } from '@cc-ci/ci-harness/overlay'
import { describe, expect, it } from 'vitest'

describe('a visitor', () => {
  it('who leaves an entry by the form is sent back to the page, which shows it', async () => {
    const message = `left by a form at ${Date.now()}`
    const body = new URLSearchParams({ author: 'a visitor', message })
    const left = await live.fetch('/entries', { method: 'POST', body })

    expect([left.status, left.headers.get('location')]).toEqual([303, '/'])
    expect(await (await live.fetch('/')).text()).toContain(message)
  })

  it('is told about a page that is not there', async () => {
    expect((await live.fetch('/no-such-page')).status).toBe(404)
  })
})

it('keeps the database password in a secret, which the app reads from a file', async () => {
  expect(await live.secretName('db_password')).toBe(`${live.stack}_db_password_v1`)
  const { stdout, exitCode } = await live.exec('app', ['printenv', 'DATABASE_PASSWORD_FILE'])

  expect([exitCode, stdout.trim()]).toEqual([0, '/run/secrets/db_password'])
})
