import { connect } from 'node:net'
import type { TcpAnswer, TcpProbe } from '../ports/tcp-probe.js'

/** Connects for real; a refusal or a time limit is an answer, not an error. */
export class NetTcpProbe implements TcpProbe {
  connect({ host, port, timeoutMs }: { host: string; port: number; timeoutMs: number }): Promise<TcpAnswer> {
    return new Promise((resolve) => {
      const socket = connect({ host, port, timeout: timeoutMs })
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
