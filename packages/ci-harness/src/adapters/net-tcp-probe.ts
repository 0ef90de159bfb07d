import { connect } from 'node:net'
import type { TcpAnswer, TcpProbe, TcpTarget } from '../ports/tcp-probe.js'
import { type ProxyAddress, splitAddress } from './proxy-address.js'

/** Connects for real; a refusal or a time limit is an answer, not an error. */
export class NetTcpProbe implements TcpProbe {
  readonly #proxyHost: string | undefined

  constructor({ proxy }: { proxy?: ProxyAddress } = {}) {
    this.#proxyHost = proxy && splitAddress(proxy.address).host
  }

  connect({ host, port, timeoutMs, isOfApp = false }: TcpTarget): Promise<TcpAnswer> {
    const where = isOfApp ? (this.#proxyHost ?? host) : host
    return new Promise((resolve) => {
      const socket = connect({ host: where, port, timeout: timeoutMs })
      const end = (answer: TcpAnswer): void => {
        socket.destroy()
        resolve(answer)
      }
      socket.once('connect', () => end({ connected: true }))
      socket.once('timeout', () => end({ connected: false, why: `no answer within ${timeoutMs} ms` }))
      socket.once('error', (error: NodeJS.ErrnoException) =>
        end({ connected: false, why: error.code ?? error.message }),
      )
    })
  }
}
