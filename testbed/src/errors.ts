export { CcCiError, isCcCiError } from '../../packages/kernel/src/errors.js'
