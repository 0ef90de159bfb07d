export { CcCiError, isCcCiError } from '@cc-ci/kernel'
