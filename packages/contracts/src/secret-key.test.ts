import { expect, it } from 'vitest'
import { isSecretKey } from './secret-key.js'

it.each([
  ['SECRET_DB', true],
  ['admin_password', true],
  ['SMTP_PASSWD', true],
  ['SIGNING_PASSPHRASE', true],
  ['API_TOKEN', true],
  ['authToken', true],
  ['AWS_CREDENTIALS', true],
  ['S3_ACCESS_KEY', true],
  ['SECRET_DB_VERSION', false],
  ['secretVersion', false],
  ['KEYBOARD', false],
  ['DOMAIN', false],
])('P-05: what stands under %s is hidden: %s', (key, isHidden) => {
  expect(isSecretKey(key)).toBe(isHidden)
})
