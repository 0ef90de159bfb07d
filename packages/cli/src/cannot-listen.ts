import { CcCiError } from '@cc-ci/kernel'

/** Says why an address cannot be listened on. */
export function cannotListen(
  { host, port }: { readonly host: string; readonly port: number },
  error: NodeJS.ErrnoException,
): CcCiError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: 'is in use',
    EACCES: 'is not allowed for this user',
    EADDRNOTAVAIL: 'is no address of this machine',
    ENOTFOUND: 'is no address of this machine',
  }
  const why = reasons[error.code ?? ''] ?? `cannot be had: ${error.message}`
  return new CcCiError('LISTEN_FAILED', `The address ${host}:${port} ${why}.`, {
    hint: 'Choose another: --port 0 takes one that is free.',
    exitCode: 2,
    cause: error,
  })
}
