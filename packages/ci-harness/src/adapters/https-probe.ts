import { readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { Agent, type RequestOptions, request } from 'node:https'
import { createSecureContext, rootCertificates, type SecureContext } from 'node:tls'
import { CcCiError } from '@cc-ci/kernel'
import type { HttpClient, HttpReply, HttpRequest } from '../ports/http-client.js'
import type { HttpAnswer, HttpProbe, HttpTarget } from '../ports/http-probe.js'
import { type ProxyAddress, splitAddress } from './proxy-address.js'

const longestBody = 64 * 1024

/** Asks over verified TLS, under the app's own name; with a proxy address no name server needs to know the domain. */
export class HttpsProbe implements HttpProbe, HttpClient {
  readonly #where: { readonly host?: string; readonly port: number }
  // Made once: reading all root certificates takes 20 ms of processor time.
  readonly #secureContext: SecureContext

  constructor({ proxy }: { proxy?: ProxyAddress } = {}) {
    this.#where = proxy === undefined ? { port: 443 } : splitAddress(proxy.address)
    const ca = proxy?.caFile === undefined ? {} : { ca: [...rootCertificates, readCaFile(proxy.caFile)] }
    this.#secureContext = createSecureContext(ca)
  }

  /** Never throws for trouble on the way: what did not answer is told as such. */
  get({ domain, path, timeoutMs }: HttpTarget): Promise<HttpAnswer> {
    return this.#ask({ domain, path, timeoutMs, method: 'GET' })
  }

  send(request: HttpRequest): Promise<HttpReply> {
    return this.#ask(request)
  }

  async #ask({ domain, path, method, headers, body, timeoutMs }: HttpRequest): Promise<HttpAnswer> {
    const limit = AbortSignal.timeout(timeoutMs)
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
    try {
      const options = {
        host: domain,
        ...this.#where,
        method,
        path: path.startsWith('/') ? path : `/${path}`,
        servername: domain,
        headers: { host: domain, 'user-agent': 'cc-ci', accept: '*/*', ...length, ...headers },
        rejectUnauthorized: true,
        agent: new Agent({ keepAlive: false, secureContext: this.#secureContext }),
        signal: limit,
      }
      return await answerOf(await send(options, body))
    } catch (error) {
      return { answered: false, why: limit.aborted ? `no answer within ${timeoutMs / 1000} s` : explain(error, domain) }
    }
  }
}

function send(options: RequestOptions, body: string | undefined): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request(options, resolve).on('error', reject).end(body)
  })
}

async function answerOf(response: IncomingMessage): Promise<HttpAnswer> {
  const body = await readBody(response)
  return {
    answered: true,
    status: response.statusCode ?? 0,
    server: [response.headers.server].flat()[0],
    location: response.headers.location,
    body: body.toString('utf8'),
    verifiedTls: true,
  }
}

/** Leaving the loop early closes the connection, so an endless body costs no more than the limit. */
async function readBody(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response) {
    chunks.push(chunk as Buffer)
    length += (chunk as Buffer).length
    if (length >= longestBody) break
  }
  return Buffer.concat(chunks).subarray(0, longestBody)
}

function explain(error: unknown, domain: string): string {
  const { code = '', message } = error as Error & { code?: string }
  const ofCertificate = /CERT|ALTNAME|VERIFY|SELF_SIGNED|ISSUER/.test(code)
  return ofCertificate ? `the certificate for ${domain} could not be verified: ${message}` : message || code
}

function readCaFile(caFile: string): string {
  try {
    return readFileSync(caFile, 'utf8')
  } catch (cause) {
    throw new CcCiError('CA_FILE_UNREADABLE', `The certificate authority file ${caFile} cannot be read.`, {
      hint: 'Name the PEM file of the authority that signs the proxy’s certificates.',
      exitCode: 2,
      cause,
    })
  }
}
