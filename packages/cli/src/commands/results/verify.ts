import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { Verification } from '@cc-ci/results-ux'
import { Args } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { findStoredRun } from '../../find-stored-run.js'
import { signingKeyFile } from '../../signing-key-file.js'

export default class ResultsVerify extends BaseCommand {
  static override readonly args = {
    run: Args.string({ description: 'id of the run, “latest”, or a run folder', default: 'latest', ignoreStdin: true }),
  }
  static override readonly description =
    'say whether a result is as the host wrote it, by its signature; ends with 1 if it is not, or is not signed'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> latest',
    '<%= config.bin %> <%= command.id %> ./runs/12 --json',
  ]

  async run(): Promise<Verification & { readonly folder: string }> {
    const { args } = await this.parse(ResultsVerify)
    const workspace = await this.workspace()
    const folder = args.run.includes('/')
      ? this.#folderOf(args.run)
      : (await findStoredRun(workspace, args.run, (text) => this.logToStderr(text))).folder
    const { verifyRun } = await import('@cc-ci/results-ux')
    const keyFile = signingKeyFile(this.world) ?? ''
    const verification = await verifyRun(folder, { keyFile, trustedKeys: workspace.config.results.trustedKeys })
    this.log(`${folder}/results.json ${wordsOf(verification)}`)
    process.exitCode = verification.outcome === 'valid' ? 0 : 1
    return { folder, ...verification }
  }

  #folderOf(path: string): string {
    const folder = resolve(this.world.cwd, path)
    if (existsSync(resolve(folder, 'results.json'))) return folder
    throw new CcCiError('RUN_UNKNOWN', `There is no results.json in ${folder}.`, {
      hint: 'Name a run by its id, or the folder of one that has finished.',
      exitCode: 2,
    })
  }
}

function wordsOf(verification: Verification): string {
  switch (verification.outcome) {
    case 'valid':
      return `is as ${verification.by} wrote it (${verification.keyId}).`
    case 'unknownKey':
      return `is as the holder of the key ${verification.keyId} wrote it, who is not trusted here.\nIf you know that host, list its key in cc-ci.yaml under results.trustedKeys.`
    case 'changed':
      return 'was changed after it was signed: do not trust its level.'
    case 'unsigned':
      return 'is not signed.'
    case 'unreadable':
      return `has a signature that cannot be read: ${verification.reason}.`
  }
}
