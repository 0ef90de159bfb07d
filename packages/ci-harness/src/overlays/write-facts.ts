import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import type { TierName } from '@cc-ci/contracts/run-result'
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
  const { plan, request, settings, opState, record } = context
  const tools = toolsFolder(context)
  await mkdir(tools, { recursive: true })
  const { extraEnv, upgradeExtraEnv, ...plain } = settings
  const meta = { ...plain, extraEnv: maskSecretKeys(extraEnv), upgradeExtraEnv: maskSecretKeys(upgradeExtraEnv) }
  const write = async (name: string, content: string): Promise<string> => {
    await writeFile(join(tools, name), content)
    return join(tools, name)
  }
  await write('.curlrc', curlSettings(plan.domain, request.proxy))
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
    DEPS_FILE: await write('deps.json', '{}\n'),
    // No dependency is deployed yet, so one that is declared is never ready.
    DEPS_READY: settings.deps.length === 0 ? '1' : '0',
    DEPS_REASON: settings.deps.length === 0 ? '' : `nothing deploys ${settings.deps.join(', ')}`,
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
function curlSettings(domain: string, proxy: RunContext['request']['proxy']): string {
  if (proxy === undefined) return 'silent\nshow-error\n'
  const ca = proxy.caFile === undefined ? '' : `cacert = "${proxy.caFile}"\n`
  return `silent\nshow-error\nconnect-to = "${domain}:443:${proxy.address}"\n${ca}`
}
