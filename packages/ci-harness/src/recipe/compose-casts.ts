type Cast = (text: string) => unknown

/** Paths whose interpolated text Docker turns into a number or a boolean; `*` is any key, `[]` any item of a list. */
const paths: ReadonlyArray<readonly [string, Cast]> = [
  ['services.*.configs.[].mode', toInteger],
  ['services.*.secrets.[].mode', toInteger],
  ['services.*.healthcheck.retries', toInteger],
  ['services.*.healthcheck.disable', toBoolean],
  ['services.*.deploy.replicas', toInteger],
  ['services.*.deploy.update_config.parallelism', toInteger],
  ['services.*.deploy.update_config.max_failure_ratio', toFloat],
  ['services.*.deploy.rollback_config.parallelism', toInteger],
  ['services.*.deploy.rollback_config.max_failure_ratio', toFloat],
  ['services.*.deploy.restart_policy.max_attempts', toInteger],
  ['services.*.deploy.placement.max_replicas_per_node', toInteger],
  ['services.*.ports.[].target', toInteger],
  ['services.*.ports.[].published', toInteger],
  ['services.*.ulimits.*', toInteger],
  ['services.*.ulimits.*.hard', toInteger],
  ['services.*.ulimits.*.soft', toInteger],
  ...['privileged', 'read_only', 'stdin_open', 'tty', 'volumes.[].read_only', 'volumes.[].volume.nocopy'].map(
    (key) => [`services.*.${key}`, toBoolean] as const,
  ),
  ...['networks.*.external', 'networks.*.internal', 'networks.*.attachable'].map((key) => [key, toBoolean] as const),
  ...['volumes.*.external', 'secrets.*.external', 'configs.*.external'].map((key) => [key, toBoolean] as const),
]

/** What Docker makes of an interpolated text at this place: the text itself at most places, undefined if it cannot. */
export function castInterpolated(text: string, path: ReadonlyArray<string | number>): unknown {
  const cast = paths.find(([pattern]) => matches(path, pattern.split('.')))?.[1]
  return cast === undefined ? text : cast(text)
}

function matches(path: ReadonlyArray<string | number>, pattern: readonly string[]): boolean {
  return (
    path.length === pattern.length &&
    path.every((part, index) => (typeof part === 'number' ? '[]' : part) === pattern[index] || pattern[index] === '*')
  )
}

function toInteger(text: string): bigint | undefined {
  return /^[-+]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined
}

function toFloat(text: string): number | undefined {
  return text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text)
}

function toBoolean(text: string): boolean | undefined {
  if (/^(y|yes|true|on)$/i.test(text)) return true
  return /^(n|no|false|off)$/i.test(text) ? false : undefined
}
