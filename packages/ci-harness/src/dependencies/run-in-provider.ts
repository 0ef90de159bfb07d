import { CcCiError } from '@cc-ci/kernel'
import type { ProviderSite, ProviderWorld } from './identity-provider.js'

/** Runs a program in the provider's container and gives back what it printed; secrets are among that, never among its arguments. */
export async function runInProvider(
  { stack, service }: Pick<ProviderSite, 'stack' | 'service'>,
  command: readonly string[],
  { containers }: Pick<ProviderWorld, 'containers'>,
  options: { readonly user?: string } = {},
): Promise<string> {
  const [container] = await containers.containers(stack, `${stack}_${service}`)
  if (container === undefined) throw failed(service, 'it has no running container')
  const { exitCode, stdout, stderr } = await containers.exec(container.id, command, { timeoutMs: 60_000, ...options })
  if (exitCode === 0) return stdout.trim()
  const said = `${stderr}\n${stdout}`.trim().split('\n').at(-1)
  throw failed(service, `${command.slice(0, 4).join(' ')} ended with exit code ${exitCode}: ${said}`)
}

const failed = (service: string, why: string): CcCiError =>
  new CcCiError('DEPENDENCY_ENRICHMENT_FAILED', `The service ${service} could not be asked: ${why}.`)
