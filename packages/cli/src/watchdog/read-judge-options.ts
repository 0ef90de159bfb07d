import { CcCiError } from '@cc-ci/kernel'
import type { JudgeOptions } from '@cc-ci/watchdog'

interface JudgeFlags {
  readonly live?: readonly string[] | undefined
  readonly zone?: string | undefined
  readonly at?: string | undefined
}

/** What was typed beside the recordings. */
export function readJudgeOptions({ live, zone, at }: JudgeFlags): JudgeOptions {
  return {
    living: live?.filter((each) => each !== 'none').map(readProcess),
    zone: zone === undefined ? undefined : checkZone(zone),
    capturedAt: at === undefined ? undefined : readTime(at),
  }
}

function readProcess(text: string): { pid: number; start: string } {
  const [, pid, start] = /^(\d+):(\d+)$/.exec(text) ?? []
  if (pid !== undefined && start !== undefined) return { pid: Number(pid), start }
  throw invalid('--live', text, 'Write pid and start, as field 22 of /proc/<pid>/stat has it: --live 426:214837')
}

function checkZone(zone: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    throw invalid('--zone', zone, 'Write its IANA name: --zone Europe/Brussels')
  }
}

function readTime(text: string): number {
  const at = Date.parse(text) / 1000
  if (Number.isFinite(at)) return at
  throw invalid('--at', text, 'Write date, time and zone: --at 2026-11-23T00:40:00Z')
}

function invalid(flag: string, value: string, hint: string): CcCiError {
  return new CcCiError('FLAG_INVALID', `${flag} ${value} is not understood.`, { hint, exitCode: 2 })
}
