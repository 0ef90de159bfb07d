import { readSync } from 'node:fs'
import { addServer, newApp, undeployApp } from './app-commands.js'
import { createBackup, restore } from './backup-commands.js'
import { helpOf, type ParsedCommand, parseCommand } from './command-line.js'
import { deployApp } from './deploy-command.js'
import { fetchRecipe, lint, upgradeRecipe } from './recipe-commands.js'
import { Fatal, fatal, say } from './say.js'
import { generateSecrets, insertSecret } from './secret-commands.js'

/**
 * Stands in for the program abra in tests: deploys for real, with abra's quirks as recipe-format §13 tells them.
 * ABRA_DOUBLE_WITHOUT lists flags that this one does not have, such as `app deploy --no-converge-checks`.
 */
function main(argv: readonly string[]): void {
  const without = (process.env.ABRA_DOUBLE_WITHOUT ?? '').split(',')
  if (!process.stdout.isTTY || !process.stdin.isTTY) fatal('inappropriate ioctl for device')
  const command = parseCommand(argv, without)
  if (argv[0] === '--version') process.stdout.write('abra version 0.13.0-beta-1a2b3c4\n')
  else if (typeof command === 'string') fatal(command)
  else if (command.flags.has('help')) process.stdout.write(helpOf(command.verb, without))
  else run(command)
}

function run({ verb, flags, args }: ParsedCommand): void {
  const ask = (question: string): void => (flags.has('no-input') ? undefined : prompt(question))
  const verbs: Record<string, () => void> = {
    'server add': () => addServer(flags),
    'app new': () => newApp(args, flags),
    'app deploy': () => deployApp(args, flags, ask),
    'app undeploy': () => undeployApp(args, ask),
    'app secret generate': () => generateSecrets(args, flags),
    'app secret insert': () => insertSecret(args, flags),
    'app backup create': () => createBackup(args, flags),
    'app restore': () => restore(args, flags),
    'recipe lint': () => lint(args, flags),
    'recipe fetch': () => fetchRecipe(args),
    'recipe upgrade': () => upgradeRecipe(args, flags),
  }
  const perform = verbs[verb]
  if (perform === undefined) fatal(`unknown command "${verb}"`)
  else perform()
}

/** Waits for somebody to answer, as abra does without --no-input. */
function prompt(question: string): void {
  process.stdout.write(`? ${question} (y/N) `)
  const answer = Buffer.alloc(16)
  const length = readSync(process.stdin.fd, answer)
  if (!/^y/i.test(answer.toString('utf8', 0, length))) fatal('deployment cancelled')
}

try {
  main(process.argv.slice(2))
} catch (error) {
  if (!(error instanceof Fatal)) throw error
  say('FATA', error.message)
  process.exitCode = 1
}
