import type { Hook } from '@oclif/core'
import { unknownCommand } from '../unknown-command.js'

/** Instead of oclif's own, which asks on standard input whether it guessed right. */
export const hook: Hook.CommandNotFound = async ({ id, config }) => {
  const known = config.commands.filter(({ hidden }) => !hidden).map((command) => command.id.replaceAll(':', ' '))
  throw unknownCommand(id.split(':'), known)
}
