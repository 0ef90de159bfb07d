import type { ComposeService } from '../recipe/compose-service.js'

/**
 * What the client script must know of a server's command line, for its environment: where the password is, the port and
 * the configuration file. A password that is only named (a file, a variable) is read inside the container.
 */
export function redisLogin({ command }: Pick<ComposeService, 'command'>): Record<string, string> {
  const line = command.join(' ')
  const port = /--port[ =]"?(\d+)/.exec(line)?.[1] ?? '6379'
  const config = /(?:^|\s)(\/\S+\.conf)\b/.exec(line)?.[1] ?? ''
  return { CC_CI_PORT: port, CC_CI_CONFIG: config, CC_CI_PASSWORD_VARIABLE: '', ...passwordOf(command) }
}

/** As a word of its own, or somewhere in a shell line. */
function passwordOf(command: readonly string[]): Record<string, string> {
  const flag = command.indexOf('--requirepass')
  const inLine = /--requirepass[ =]+(?<word>"[^"]*"|'[^']*'|\$+\([^)]*\)|`[^`]*`|[^\s"']+)/
  const written = flag < 0 ? inLine.exec(command.join(' '))?.groups?.word : command[flag + 1]
  if (written === undefined) return {}
  const word = written.replace(/^(["'])(.*)\1$/, '$2')
  const file = /^(?:\$+\(|`)\s*(?:cat\s+|<\s*)"?(?<file>[^\s"`)]+)/.exec(word)?.groups?.file
  if (file !== undefined) return { CC_CI_PASSWORD_FILE: file }
  const variable = /^\$+\{?(?<variable>\w+)\}?$/.exec(word)?.groups?.variable
  if (variable !== undefined) return { CC_CI_PASSWORD_VARIABLE: variable }
  return { REDISCLI_AUTH: word }
}
