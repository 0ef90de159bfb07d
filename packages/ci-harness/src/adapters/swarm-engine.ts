import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { CcCiError, isCcCiError, type ProcessResult, type ProcessRunner } from '@cc-ci/kernel'
import type { AppEngine, AppFiles, AppSite, ComposeAnswer, DeployAnswer, Deployment, Engine } from '../ports/engine.js'
import { addAppLabels, exposeAllEnv, toDeployableYaml } from '../recipe/app-labels.js'
import type { ComposeText } from '../recipe/compose-source-file.js'
import { renderCompose } from '../recipe/render-compose.js'

export interface SwarmEngineOptions {
  readonly processes: ProcessRunner
  /** Environment that Docker's client itself needs: PATH, HOME, DOCKER_HOST and the like. */
  readonly clientEnv: Readonly<Record<string, string>>
}

const commandLimitMs = 60_000

/**
 * Variables by which a recipe could steer the client instead of filling its compose file: where Docker is, which
 * programs hold its credentials, what it loads and trusts. An app that has one is rendered without a client.
 */
const clientSetting = /^(DOCKER|BUILDKIT|BUILDX|LD|DYLD|SSL|GO|XDG)|_PROXY$|^(PATH|HOME|TMPDIR|COMPOSE_PROJECT_NAME)$/i

/** How clients begin their answer to a command of `docker stack` that they do not have. */
const commandUnknown = /^(?:docker: .* is not a docker command|unknown (?:command|shorthand flag))/

/** Deploys with `docker stack`, naming and labelling everything as abra does (recipe-format §14). */
export class SwarmEngine implements Engine {
  readonly kind = 'swarm'
  readonly #options: SwarmEngineOptions
  #clientVersion: string | undefined
  #hasStackConfig = true

  constructor(options: SwarmEngineOptions) {
    this.#options = options
  }

  async version(): Promise<string> {
    this.#clientVersion ??= (await this.#docker(['version', '--format', '{{.Client.Version}}'])).stdout.trim()
    return `docker stack ${this.#clientVersion}`
  }

  /** Secrets, backups and lint are the harness's own, and nothing is kept. */
  async open({ stack }: AppSite): Promise<AppEngine> {
    return {
      deploy: (deployment) => this.deploy(deployment),
      undeploy: () => this.undeploy(stack),
      close: async () => undefined,
    }
  }

  async composeConfig(app: AppFiles): Promise<ComposeAnswer> {
    const steersClient = Object.keys(app.env).some((name) => clientSetting.test(name))
    if (steersClient || !this.#hasStackConfig) return this.#renderCompose(app)
    const files = app.composeFiles.flatMap((file) => ['-c', resolve(app.checkout, file)])
    const { exitCode, stdout, stderr } = await this.#docker(['stack', 'config', ...files], { env: app.env })
    if (exitCode === 0) return { ok: true, document: stdout }
    this.#hasStackConfig = !commandUnknown.test(stderr)
    return this.#hasStackConfig ? { ok: false, why: stderr.trim() } : this.#renderCompose(app)
  }

  async deploy(deployment: Deployment): Promise<DeployAnswer> {
    const labelled = addAppLabels(deployment.document, {
      stack: deployment.stack,
      recipe: deployment.recipe,
      version: deployment.version,
      chaos: deployment.chaosVersion !== undefined,
      ...(deployment.chaosVersion !== undefined && { chaosVersion: deployment.chaosVersion }),
    })
    const document = toDeployableYaml(exposeAllEnv(labelled, deployment.env))
    const resolveImage = deployment.resolveImages ? 'always' : 'never'
    const detach = (await this.#canDetach()) ? ['--detach=true'] : []
    const { exitCode, stderr } = await this.#docker(
      [
        'stack',
        'deploy',
        '-c',
        '-',
        '--resolve-image',
        resolveImage,
        '--with-registry-auth',
        ...detach,
        deployment.stack,
      ],
      { input: document },
    )
    return exitCode === 0 ? { ok: true } : { ok: false, why: stderr.trim() }
  }

  async undeploy(stack: string): Promise<void> {
    const { exitCode, stderr } = await this.#docker(['stack', 'rm', stack])
    if (exitCode !== 0)
      throw new CcCiError('UNDEPLOY_FAILED', `The stack ${stack} could not be removed: ${stderr.trim()}.`)
  }

  /** For a client without `docker stack config`, as the 20.10 of Debian 12. */
  async #renderCompose({ checkout, composeFiles, env }: AppFiles): Promise<ComposeAnswer> {
    const files: ComposeText[] = []
    for (const file of composeFiles) {
      const text = await readFile(resolve(checkout, file), 'utf8').catch((error: Error) => error)
      if (text instanceof Error) return { ok: false, why: `${file} cannot be read: ${text.message}` }
      files.push({ file, text })
    }
    return renderCompose({ files, env: { ...env, ...this.#options.clientEnv }, folder: resolve(checkout) })
  }

  /** Clients before 26 always detach and know no such flag. */
  async #canDetach(): Promise<boolean> {
    await this.version()
    return Number.parseInt(this.#clientVersion ?? '', 10) >= 26
  }

  async #docker(
    args: readonly string[],
    { env = {}, input }: { env?: AppFiles['env']; input?: string } = {},
  ): Promise<ProcessResult> {
    try {
      return await this.#options.processes.run('docker', args, {
        cleanEnv: true,
        env: { ...env, ...this.#options.clientEnv },
        timeoutMs: commandLimitMs,
        // Never the checkout: a recipe must not be where a client looks for its own files.
        cwd: '/',
        ...(input !== undefined && { input }),
      })
    } catch (error) {
      if (isCcCiError(error) && error.code === 'PROGRAM_NOT_FOUND') throw noClient(error)
      throw error
    }
  }
}

function noClient(cause: unknown): CcCiError {
  return new CcCiError('DOCKER_CLIENT_MISSING', 'The program docker is not on PATH.', {
    hint: 'Install Docker’s command-line client, version 20.10 or newer.',
    cause,
  })
}
