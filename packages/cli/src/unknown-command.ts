import { CcCiError } from '@cc-ci/kernel'
import { nearestOf } from './nearest-of.js'

/** The error for words that name no command; `known` are all commands, written with spaces. */
export function unknownCommand(words: readonly string[], known: readonly string[]): CcCiError {
  const [first = ''] = words
  const seeHelp = 'All commands: cc-ci --help'
  if (first.startsWith('-')) {
    return new CcCiError('COMMAND_MISSING', `No command stands before ${first}.`, {
      hint: `Write the command first: cc-ci <command> ${first}. ${seeHelp}`,
      exitCode: 2,
    })
  }
  const topic = known.filter((command) => command.startsWith(`${words.join(' ')} `))
  if (topic.length > 0) {
    return new CcCiError('COMMAND_MISSING', `“${words.join(' ')}” is not a whole command.`, {
      hint: `Write one of: ${topic.map((command) => `cc-ci ${command}`).join(', ')}`,
      exitCode: 2,
    })
  }
  const isTopic = known.some((command) => command.startsWith(`${first} `))
  const typed = isTopic ? words.slice(0, 2).join(' ') : first
  const suggestion = nearest(words, known)
  return new CcCiError('COMMAND_UNKNOWN', `There is no command “${typed}”.`, {
    hint: suggestion === undefined ? seeHelp : `${suggestion} ${seeHelp}`,
    exitCode: 2,
  })
}

/** Commands have one or two words; whatever follows is not part of the name. */
function nearest(words: readonly string[], known: readonly string[]): string | undefined {
  const suggestions = [2, 1].map((count) =>
    words.length < count
      ? undefined
      : nearestOf(
          words.slice(0, count).join(' '),
          known.filter((command) => command.split(' ').length === count),
        ),
  )
  return suggestions.find((suggestion) => suggestion !== undefined)
}
