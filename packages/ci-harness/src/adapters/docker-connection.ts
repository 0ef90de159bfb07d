import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { inspect } from 'node:util'
import { CcCiError } from '@cc-ci/kernel'
import type Docker from 'dockerode'
import { type DockerComplaint, explainDockerError } from './docker-errors.js'

/** A daemon that keeps silent for this long is taken for unreachable. */
const silenceMs = 30_000

type ClientOptions = Docker.DockerOptions & { agent: HttpAgent }

/** One Docker daemon over kept-alive connections; the client is loaded at the first question. */
export class DockerConnection {
  readonly #dockerHost: string
  #clients: Promise<{ readonly questions: Docker; readonly streams: Docker }> | undefined

  constructor(dockerHost: string) {
    this.#dockerHost = dockerHost
  }

  /** Throws what Docker refuses or cannot do as a CcCiError. */
  async ask<T>(question: (docker: Docker) => Promise<T>): Promise<T> {
    const { questions } = await this.#connect()
    return this.#explained(() => question(questions))
  }

  /** As `ask`, but undefined when Docker says that there is no such thing. */
  async find<T>(question: (docker: Docker) => Promise<T>): Promise<T | undefined> {
    return this.ask((docker) =>
      question(docker).catch((error: DockerComplaint) => {
        if (error.statusCode === 404) return undefined
        throw error
      }),
    )
  }

  /** As `ask`, for what may rightly be silent for long: events, programs, pulls. */
  async open<T>(question: (docker: Docker) => Promise<T>): Promise<T> {
    const { streams } = await this.#connect()
    return this.#explained(() => question(streams))
  }

  async #explained<T>(action: () => Promise<T>): Promise<T> {
    try {
      return await action()
    } catch (error) {
      throw explainDockerError(error, this.#dockerHost)
    }
  }

  #connect() {
    this.#clients ??= this.#load()
    return this.#clients
  }

  async #load() {
    const options = clientOptions(this.#dockerHost)
    const { default: Client } = await import('dockerode')
    return { questions: new Client({ ...options, timeout: silenceMs }), streams: new Client(options) }
  }
}

/** Everything is stated, because the client fills gaps from the process environment. */
function clientOptions(dockerHost: string): ClientOptions {
  if (dockerHost.startsWith('unix:///')) {
    return { socketPath: dockerHost.slice('unix://'.length), host: '', protocol: 'http', agent: keptAlive(HttpAgent) }
  }
  const url = URL.canParse(dockerHost) ? new URL(dockerHost) : undefined
  if (url === undefined || !['tcp:', 'http:', 'https:'].includes(url.protocol) || url.hostname === '') {
    throw new CcCiError('DOCKER_HOST_INVALID', `The Docker address ${JSON.stringify(dockerHost)} is not understood.`, {
      hint: 'Write unix:///path/to/docker.sock or tcp://host:port.',
      exitCode: 2,
    })
  }
  const secure = url.protocol === 'https:' || url.port === '2376'
  return {
    host: url.hostname,
    port: url.port || (secure ? '2376' : '2375'),
    protocol: secure ? 'https' : 'http',
    agent: secure ? keptAlive(HttpsAgent) : keptAlive(HttpAgent),
  }
}

function keptAlive<Kept extends HttpAgent>(Agent: new (options: { keepAlive: boolean }) => Kept): Kept {
  const agent = new Agent({ keepAlive: true })
  // The client formats its options for a debug log on every request, even when nobody reads it; an agent is large.
  return Object.assign(agent, { [inspect.custom]: () => 'Agent' })
}
