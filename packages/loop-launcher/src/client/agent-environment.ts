type Variables = Readonly<Record<string, string | undefined>>

const inherited = [
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|TZ|TMPDIR|COLORTERM)$/,
  /^LC_/,
  /^XDG_/,
  /^(SSH_AUTH_SOCK|GIT_SSH_COMMAND|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)$/,
  /^(HTTPS?_PROXY|NO_PROXY|https?_proxy|no_proxy)$/,
  /^(ANTHROPIC_(API_KEY|AUTH_TOKEN|BASE_URL)|CLAUDE_CONFIG_DIR|CLAUDE_CODE_OAUTH_TOKEN)$/,
]

/** A resume asks what to do with a long conversation unless both thresholds are out of reach; nobody is there to answer. */
const unattended = {
  DISABLE_AUTOUPDATER: '1',
  GIT_TERMINAL_PROMPT: '0',
  CLAUDE_CODE_RESUME_THRESHOLD_MINUTES: '100000000',
  CLAUDE_CODE_RESUME_TOKEN_THRESHOLD: '1000000000',
}

/**
 * What an agent inherits: a short list, because variables of an agent session that we happen to run in stop the
 * transcript or the start. `added` wins over all.
 */
export function agentEnvironment(ours: Variables, added: Readonly<Record<string, string>>): Record<string, string> {
  const kept = Object.entries(ours).filter(([name]) => inherited.some((pattern) => pattern.test(name)))
  const known = kept.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  return { ...Object.fromEntries(known), ...unattended, ...added }
}

/** What the terminal server gets: nothing of the agent's, for whatever runs in it later inherits all of it. */
export function terminalEnvironment(ours: Variables): Record<string, string> {
  const names = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LC_ALL', 'TMPDIR']
  const known = names.flatMap((name) => (ours[name] === undefined ? [] : [[name, ours[name]] as const]))
  return { LANG: 'C.UTF-8', ...Object.fromEntries(known) }
}
