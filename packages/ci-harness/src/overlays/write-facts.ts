import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import type { TierName } from '@cc-ci/contracts/run-result'
import { type Credentials, credentialsOf, whyNotReady } from '../dependencies/dependency-state.js'
import { programFile } from '../program-files.js'
import type { RunContext } from '../run/run-context.js'
import { maskSecretKeys } from '../run/secret-mask.js'

/** The folder of a run that tests, hooks and install steps are given, with the files that their environment names. */
export const toolsFolder = ({ folder }: Pick<RunContext, 'folder'>): string => join(folder.path, 'test-tools')

/**
 * The facts that code of a recipe gets, by environment and by the files it names: docs/overlays.md documents them.
 * Each exists as `CC_CI_…` and, under the original's name, as `CCCI_…`.
 */
export async function writeFacts(context: RunContext, tier: TierName): Promise<Readonly<Record<string, string>>> {
  const { plan, request, settings, opState, record, dependencies } = context
  const tools = toolsFolder(context)
  await mkdir(tools, { recursive: true })
  const { extraEnv, upgradeExtraEnv, ...plain } = settings
  const meta = { ...plain, extraEnv: maskSecretKeys(extraEnv), upgradeExtraEnv: maskSecretKeys(upgradeExtraEnv) }
  const write = async (name: string, content: string, mode = 0o666): Promise<string> => {
    await writeFile(join(tools, name), content, { mode })
    return join(tools, name)
  }
  const domains = [plan.domain, ...dependencies.map(({ domain }) => domain)]
  await write('.curlrc', curlSettings(domains, request.proxy))
  const credentials = credentialsOf(dependencies)
  const notReady = whyNotReady(dependencies)
  const facts = {
    APP_DOMAIN: plan.domain,
    BASE_URL: `https://${plan.domain}`,
    STACK: plan.stack,
    RECIPE: plan.recipe,
    REF: plan.head,
    PR: request.pr === undefined ? '' : String(request.pr),
    VERSION: plan.headVersion ?? '',
    TIER: tier,
    OP_STATE_FILE: await write('op-state.json', `${JSON.stringify(opState, null, 2)}\n`),
    META_FILE: await write('meta.json', `${JSON.stringify(meta, null, 2)}\n`),
    DEPS_FILE: await write(depsFile, `${JSON.stringify(credentials, null, 2)}\n`, 0o600),
    DEPS_ENV_FILE: await write(depsEnvFile, shellVariables(credentials), 0o600),
    DEPS_DOMAINS: domains.slice(1).join(' '),
    DEPS_READY: notReady === undefined ? '1' : '0',
    DEPS_REASON: context.mask.mask(notReady ?? ''),
    DEPS_SKIP_REPORT: join(tools, 'deps-skips.jsonl'),
    DEPLOY_COUNT_FILE: await write('deploy-count', `${record.deployCount}\n`),
  }
  const named = Object.entries(facts).flatMap(([key, value]) => [
    [`CC_CI_${key}`, value],
    [`CCCI_${key}`, value],
  ])
  return {
    ...request.testEnv,
    ...(Object.fromEntries(named) as Record<string, string>),
    CC_CI_SHELL: programFile('cc-ci.sh'),
    CURL_HOME: tools,
    ...(await proxyFacts(request.proxy, write)),
  }
}

const [depsFile, depsEnvFile] = ['deps.json', 'deps.env']

/** Removes the files with credentials: nothing that a run leaves behind holds them. */
export async function forgetDependencies(context: Pick<RunContext, 'folder'>): Promise<void> {
  for (const name of [depsFile, depsEnvFile]) await rm(join(toolsFolder(context), name), { force: true })
}

/** `DEP_KEYCLOAK_CLIENT_SECRET='…'` and so on, for a shell that sources it. */
function shellVariables(credentials: Readonly<Record<string, Credentials>>): string {
  const lines = Object.entries(credentials).flatMap(([recipe, values]) =>
    Object.entries(values).map(([key, value]) => {
      const name = `DEP_${recipe}_${key}`.replaceAll(/\W/g, '_').toUpperCase()
      return `${name}='${value.replaceAll("'", `'\\''`)}'\n`
    }),
  )
  return [...new Set(lines)].join('')
}

/** With these, every client reaches the app at the proxy and trusts who signs for it, and the rest of the world as ever. */
async function proxyFacts(
  proxy: RunContext['request']['proxy'],
  write: (name: string, content: string) => Promise<string>,
): Promise<Readonly<Record<string, string>>> {
  if (proxy === undefined) return {}
  const { address, caFile } = proxy
  if (caFile === undefined) return { CC_CI_PROXY_ADDRESS: address }
  const all = [...rootCertificates, await readFile(caFile, 'utf8')].join('\n')
  const bundle = await write('ca-bundle.pem', all)
  return {
    CC_CI_PROXY_ADDRESS: address,
    CC_CI_CA_FILE: caFile,
    SSL_CERT_FILE: bundle,
    REQUESTS_CA_BUNDLE: bundle,
    NODE_EXTRA_CA_CERTS: caFile,
  }
}

/** With these, a plain `curl "$CC_CI_BASE_URL"` reaches the app through the proxy and verifies its certificate. */
function curlSettings(domains: readonly string[], proxy: RunContext['request']['proxy']): string {
  if (proxy === undefined) return 'silent\nshow-error\n'
  const ca = proxy.caFile === undefined ? '' : `cacert = "${proxy.caFile}"\n`
  const places = domains.map((domain) => `connect-to = "${domain}:443:${proxy.address}"\n`).join('')
  return `silent\nshow-error\n${places}${ca}`
}
