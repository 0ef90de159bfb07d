import type { ContainerEvidence, EvidenceKeeper } from './container-evidence.js'
import type { ConvergenceFailure } from './failure.js'

/** A failure with what the container left behind. */
export interface DiagnosedFailure extends ConvergenceFailure, ContainerEvidence {}

/** Swarm words a full disk as a missing image, and an app on a full disk merely ends. */
const mayBeFullDisk = new Set(['IMAGE_MISSING', 'CRASH_LOOP'])

const downloads = /toomanyrequests|rate limit|429 Too Many|Could not resolve host|Temporary failure in name resolution/i

export async function diagnose(
  failure: ConvergenceFailure,
  { evidence, diskIsFull }: { evidence: EvidenceKeeper; diskIsFull: () => Promise<boolean | undefined> },
): Promise<DiagnosedFailure> {
  const [left, isFull] = await Promise.all([
    failure.container === undefined ? undefined : evidence.evidenceOf(failure.container),
    mayBeFullDisk.has(failure.code) ? diskIsFull() : false,
  ])
  const { logs = [], exitCode, oomKilled, healthLog = [] } = left ?? {}
  const judged = isFull === true ? asFullDisk(failure) : withReasons(failure, { logs, healthLog })
  // The event comes before the container has ended; what it left may not say yet what killed it.
  const killed = failure.code === 'OOM_KILLED' ? true : oomKilled
  return { ...judged, logs, exitCode, oomKilled: killed, healthLog }
}

function asFullDisk(failure: ConvergenceFailure): ConvergenceFailure {
  return {
    ...failure,
    class: 'infra',
    code: 'DISK_FULL',
    evidence: `Docker’s data root has no space or inodes left; Swarm reported: ${failure.evidence}`,
    hint: 'Free space and inodes under Docker’s data root.',
  }
}

function withReasons(
  failure: ConvergenceFailure,
  { logs, healthLog }: Pick<ContainerEvidence, 'logs' | 'healthLog'>,
): ConvergenceFailure {
  const said = healthLog.at(-1)
  if (failure.code === 'UNHEALTHY' && said) return { ...failure, evidence: `${failure.evidence}: "${said}"` }
  if (failure.code === 'CRASH_LOOP' && logs.some((line) => downloads.test(line))) {
    return { ...failure, hint: 'It downloads something at every start and was refused: put that into the image.' }
  }
  return failure
}
