import { Flags } from '@oclif/core'
import { operatorName } from '../../adapters/call-server.js'
import { BaseCommand } from '../../base-command.js'
import { baseUrlFlag } from '../../base-url-flag.js'
import { readEndpoint } from '../../server/server-endpoint.js'
import { serverFiles } from '../../server/server-files.js'

export default class QueueLogin extends BaseCommand {
  static override readonly description =
    'print a link that logs a browser in once, so that it can cancel and repeat runs on the page of the queue'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> --as ada --minutes 5',
  ]
  static override readonly flags = {
    as: Flags.string({ description: 'name that the audit gets; your user name if absent' }),
    minutes: Flags.integer({ description: 'how long the link can be used', default: 10, min: 1, max: 60 }),
    'base-url': baseUrlFlag,
  }

  async run(): Promise<unknown> {
    const { flags } = await this.parse(QueueLogin)
    const { folder, config } = await this.workspace()
    const { address, key } = readEndpoint(serverFiles(folder).endpoint)
    const { signToken } = await import('@cc-ci/server')
    const expiresAt = Math.floor(this.world.clock.now().getTime() / 1000) + flags.minutes * 60
    const token = signToken(key, { purpose: 'login', who: flags.as ?? operatorName(), expiresAt })
    const base = flags['base-url'] ?? config.server.baseUrl ?? address
    const link = `${base.replace(/\/$/, '')}/login?token=${token}`
    this.log(link)
    return { link, expiresAt }
  }
}
