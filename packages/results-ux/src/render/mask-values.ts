import { isSecretKey } from '@cc-ci/contracts/secret-key'

/** Replaces every value whose key names a secret, at any depth; a last net, since results should hold none. */
export function maskValues(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => maskValues(each, key))
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, maskValues(inner, name)]))
  return isSecretKey(key) ? '***' : value
}
