import type { ProcessRunner } from '@cc-ci/kernel'

const longest = 300

/** A runner that first tells each command line, on one line, cut, and without the secrets that the caller names. */
export function narrate(processes: ProcessRunner, tell: (line: string) => void): ProcessRunner {
  return {
    run(command, args, options) {
      const line = [command, ...args].join(' ').replace(/\s+/g, ' ')
      const secrets = (options?.redact ?? []).filter((secret) => secret !== '').sort((a, b) => b.length - a.length)
      const masked = secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), line)
      tell(`    $ ${masked.length > longest ? `${masked.slice(0, longest)}…` : masked}`)
      return processes.run(command, args, options)
    },
  }
}
