import { resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { baseUrlFlag } from '../../base-url-flag.js'

export default class ResultsPublish extends BaseCommand {
  static override readonly args = {
    folder: Args.string({ description: 'folder to write the site into', required: true, ignoreStdin: true }),
  }
  static override readonly description =
    'write the dashboard as files, which any web server shows, or a browser from disk'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> site',
    '<%= config.bin %> <%= command.id %> /srv/www/ci --base-url https://ci.example.org/',
  ]
  static override readonly flags = { 'base-url': baseUrlFlag }

  async run(): Promise<unknown> {
    const { args, flags } = await this.parse(ResultsPublish)
    const { folder, config } = await this.workspace()
    const runsFolder = resolve(folder, config.runsDir)
    const target = resolve(this.world.cwd, args.folder)
    const { openHistory, writeSite } = await import('@cc-ci/results-ux/site')
    const history = openHistory(runsFolder)
    try {
      const now = (): number => this.world.clock.now().getTime() / 1000
      const site = { history, runsFolder, now, baseUrl: flags['base-url'] }
      const written = await writeSite(site, target).catch((error: Error) => {
        throw new CcCiError('SITE_UNWRITABLE', `The site could not be written into ${target}: ${error.message}`, {
          hint: 'What was there before is still there. Name a folder that you may write to.',
          exitCode: 2,
          cause: error,
        })
      })
      const recipes = history.fleet().length
      this.log(`${target}/index.html  ${recipes} recipes, ${written.runs} runs, ${written.pages} pages`)
      for (const { file, reason } of written.problems) this.logToStderr(`Not written: ${file}: ${reason}`)
      for (const { folder: broken, reason } of history.skipped())
        this.logToStderr(`Not looked at: ${broken}: ${reason}`)
      return { folder: target, recipes, ...written, skipped: history.skipped() }
    } finally {
      history.close()
    }
  }
}
