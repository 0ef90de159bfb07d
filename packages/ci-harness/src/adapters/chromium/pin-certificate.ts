import { createHash, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { connect, rootCertificates } from 'node:tls'
import { type ProxyAddress, splitAddress } from '../proxy-address.js'

const limitMs = 10_000

/**
 * The key of the certificate that the proxy shows for a domain, as Chromium pins it: base64 of the SHA-256 of its public
 * key. It is verified here, name and chain, because Chromium takes a private authority from nowhere but a database of
 * the whole user: pinned to this key, it accepts no other that public authorities do not vouch for. Rejects when the
 * certificate does not hold.
 */
export function pinOfCertificate(domain: string, proxy: ProxyAddress & { caFile: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      ...splitAddress(proxy.address),
      servername: domain,
      ca: [...rootCertificates, readFileSync(proxy.caFile, 'utf8')],
      rejectUnauthorized: true,
    })
    socket.setTimeout(limitMs, () => socket.destroy(new Error(`no answer within ${limitMs / 1000} s`)))
    socket.once('error', reject)
    socket.once('secureConnect', () => {
      const { publicKey } = new X509Certificate(socket.getPeerCertificate().raw)
      socket.destroy()
      resolve(
        createHash('sha256')
          .update(publicKey.export({ type: 'spki', format: 'der' }))
          .digest('base64'),
      )
    })
  })
}
