import { expect, it } from 'vitest'
import { readOperatorVariables } from './read-operator-variables.js'

it('takes from the environment what leaves out generic assertions, and nothing else', () => {
  const set = { CC_CI_SKIP_GENERIC: '1', CCCI_SKIP_GENERIC_UPGRADE: 'yes', CC_CI_SKIP_GENERIC_RESTORE: 'true' }
  const unset = { CC_CI_SKIP_GENERIC_INSTALL: '', CC_CI_SKIP_GENERIC_BACKUP: '0', CCCI_SKIP_GENERIC: 'false' }
  const other = { CC_CI_SKIP_GENERIC_LINT: '1', SKIP_GENERIC: '1', CC_CI_ZONE: 'x', HOME: '/root', EMPTY: undefined }

  expect(readOperatorVariables({ ...set, ...unset, ...other })).toEqual(set)
})
