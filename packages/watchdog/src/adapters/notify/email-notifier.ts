import type { NotifyChannel } from '@cc-ci/contracts/watchdog-settings'
import { formatNotices } from '../../notify/format-notices.js'
import type { Notice, Notifier } from '../../ports/notifier.js'

type EmailChannel = Extract<NotifyChannel, { kind: 'email' }>

const timeoutMs = 15_000

/** Sends mail through one SMTP server. */
export class EmailNotifier implements Notifier {
  readonly name: string
  readonly #channel: EmailChannel
  readonly #readPassword: () => string | undefined

  constructor(name: string, channel: EmailChannel, readPassword: () => string | undefined) {
    this.name = name
    this.#channel = channel
    this.#readPassword = readPassword
  }

  async send(notices: readonly Notice[]): Promise<{ delivered: boolean; detail: string }> {
    const { sender, to } = this.#channel
    const { title, text } = formatNotices(notices)
    try {
      const { createTransport } = await import('nodemailer') // only who is told by mail pays for it
      const transport = createTransport(this.#connection())
      const { rejected } = await transport.sendMail({ from: sender, to: [...to], subject: title, text })
      return { delivered: rejected.length === 0, detail: `${rejected.length} of ${to.length} addresses were refused` }
    } catch (error) {
      const { code, responseCode } = error as { code?: string; responseCode?: number }
      return { delivered: false, detail: `SMTP: ${responseCode ?? code ?? 'failed'}` }
    }
  }

  #connection() {
    const { host, port, tls, user } = this.#channel
    const password = this.#readPassword()
    return {
      host,
      port,
      secure: tls === 'implicit',
      requireTLS: tls === 'starttls',
      ignoreTLS: tls === 'none',
      connectionTimeout: timeoutMs,
      greetingTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      ...(user !== undefined && password !== undefined && { auth: { user, pass: password } }),
    }
  }
}
