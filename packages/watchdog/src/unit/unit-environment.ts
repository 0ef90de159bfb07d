const allowed = [
  /^(PATH|LANG|LANGUAGE|TZ|TMPDIR|XDG_CONFIG_HOME|XDG_STATE_HOME|XDG_CACHE_HOME)$/,
  /^LC_[A-Z]+$/,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR)$/,
  /^(CLAUDE_CONFIG_DIR|ANTHROPIC_BASE_URL)$/,
  /^(CC_CI_(REPO|ZONE|RUNS_DIR|CAPACITY|RUN_LIMIT|ENDPOINT)|WATCH_ORCHESTRATOR)$/,
]

/** An address that holds a password is none of the things that everybody may read. */
const withPassword = /^[a-z][a-z0-9+.-]*:\/\/[^/@]*@/i

/** What a unit keeps of the environment in which it was made: no secrets, for units can be read by everybody. */
export function unitEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const kept = Object.entries(environment).flatMap(([name, value]) => {
    const isKept = value !== undefined && value !== '' && allowed.some((pattern) => pattern.test(name))
    return isKept && !withPassword.test(value) ? [[name, value] as const] : []
  })
  return Object.fromEntries(kept.sort(([one], [other]) => (one < other ? -1 : 1)))
}
