import { CcCiError } from '@cc-ci/kernel'
import { explainRefusal } from '../abra/explain-refusal.js'
import type { AbraVerb } from '../abra/guesses.js'
import { readSecretTable } from '../abra/read-secret-table.js'
import type { AppBackups, AppEngine, DeployAnswer, Deployment, LintAnswer } from '../ports/engine.js'
import type { SecretPlan } from '../recipe/secret-plan.js'
import { AbraBackups } from './abra-backups.js'
import type { AbraCall, AbraOutput } from './abra-command.js'
import { deployWithAbra } from './abra-deploy.js'
import { lintWithAbra } from './abra-lint.js'
import { type AbraSite, abraLimits, offline, offlineChaos } from './abra-site.js'

/** One app in one ABRA_DIR. */
export class AbraApp implements AppEngine {
  readonly backups: AppBackups
  readonly #site: AbraSite
  #known: 'never' | 'yes' | 'no more' = 'never'
  /** The commit that is to be deployed: abra moves checkouts. */
  #commit = ''

  constructor(site: AbraSite) {
    this.#site = site
    this.backups = new AbraBackups(site)
  }

  async configure(envFile: string): Promise<DeployAnswer> {
    const { abraDir, recipe, domain, checkout, git } = this.#site
    this.#commit = await git.head(checkout)
    return this.#writeShared(async () => {
      const made = this.#known === 'yes' ? { ok: true as const } : await this.#makeApp()
      if (!made.ok) return made
      this.#known = 'yes'
      await abraDir.linkRecipe(recipe, checkout)
      await abraDir.writeEnvFile(domain, envFile)
      return made
    })
  }

  async generateSecrets(missing: readonly SecretPlan[]): Promise<ReadonlyMap<string, string>> {
    const { domain, swarm } = this.#site
    await this.#standAtCommit()
    const flags = { ...offlineChaos, all: true }
    const output = await this.#run({ verb: 'app secret generate', flags, args: [domain], timeoutMs: abraLimits.short })
    const existing = new Set(await swarm.secretNames())
    const made = missing.filter(({ swarmName }) => existing.has(swarmName))
    const values = readSecretTable(output.text, made)
    const unread = made.find(({ name }) => !values.has(name))
    if (unread === undefined) return values
    const message = `abra made the secret ${unread.name}, but its value could not be read.`
    throw new CcCiError('ABRA_OUTPUT_UNREADABLE', message, {
      hint: 'A value that is not known cannot be kept out of logs, so the tier ends here. Try --engine swarm.',
    })
  }

  async deploy(deployment: Deployment): Promise<DeployAnswer> {
    await this.#standAtCommit()
    return deployWithAbra(this.#site, deployment)
  }

  lint(commit: string): Promise<LintAnswer> {
    return lintWithAbra(commit, this.#site)
  }

  /** Asks abra first; what it leaves, or does not know, Docker removes. */
  async undeploy(): Promise<void> {
    const { command, abraDir, domain, docker, swarm, stack } = this.#site
    if (this.#known === 'yes') {
      this.#known = 'no more'
      const call = { verb: 'app undeploy', flags: offline, args: [domain], abraDir: abraDir.path } as const
      // Whatever keeps abra from it, teardown goes on.
      await command.run({ ...call, timeoutMs: abraLimits.short }).catch(() => undefined)
    }
    if ((await swarm.services(stack)).length > 0) await docker.undeploy(stack)
  }

  async close(): Promise<void> {
    const { domain, abraDir } = this.#site
    if (this.#known !== 'never') await this.#writeShared(() => abraDir.removeEnvFile(domain))
    await abraDir.remove()
  }

  /** `app new` moves the checkout that it finds to a release, so it gets one of its own. */
  async #makeApp(): Promise<DeployAnswer> {
    const { abraDir, git, recipe, checkout, server, domain } = this.#site
    if (!(await abraDir.hasServer())) {
      const flags = { noInput: true, local: true } as const
      const added = await this.#run({ verb: 'server add', flags, timeoutMs: abraLimits.short })
      if (added.exitCode !== 0) return explainRefusal(added)
    }
    // Of a run of this very domain that died: its lease is ours now.
    await abraDir.removeEnvFile(domain)
    await git.clone(checkout, abraDir.recipe(recipe), { ref: this.#commit })
    const flags = { ...offlineChaos, server, domain }
    const made = await this.#run({ verb: 'app new', flags, args: [recipe], timeoutMs: abraLimits.short })
    return made.exitCode === 0 ? { ok: true } : explainRefusal(made)
  }

  async #standAtCommit(): Promise<void> {
    const { git, checkout } = this.#site
    if ((await git.head(checkout)) !== this.#commit) await git.checkout(checkout, this.#commit, { force: true })
  }

  #run<V extends AbraVerb>(call: Omit<AbraCall<V>, 'abraDir' | 'signal'>): Promise<AbraOutput> {
    const { command, abraDir, signal } = this.#site
    return command.run({ ...call, abraDir: abraDir.path, signal })
  }

  /** One writer at a time of what runs share through their ABRA_DIRs (K-13). */
  async #writeShared<T>(write: () => Promise<T>): Promise<T> {
    const lease = await this.#site.leases.acquire('abra-state', { holder: this.#site.domain })
    try {
      return await write()
    } finally {
      await lease.release()
    }
  }
}
