import { signalTree } from './process-tree.js'

/** A place for a program that is to end with us. */
interface Companion {
  /** The leader of its process group, as soon as it runs. */
  pid: number | undefined
  forget(): void
}

const companions = new Set<Companion>()
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Sees to it that a program in its own group ends with us, unless we are killed outright. To be called before the
 * program starts, or a signal could come between.
 */
export function endWithUs(): Companion {
  if (companions.size === 0) listen()
  const companion: Companion = {
    pid: undefined,
    forget() {
      if (companions.delete(companion) && companions.size === 0) stopListening()
    },
  }
  companions.add(companion)
  return companion
}

function listen(): void {
  process.on('exit', endCompanions)
  for (const signal of endingSignals) process.on(signal, passOn)
}

function stopListening(): void {
  process.off('exit', endCompanions)
  for (const signal of endingSignals) process.off(signal, passOn)
}

function endCompanions(): void {
  for (const { pid } of companions) if (pid !== undefined) signalTree(pid)
}

/** Where nobody else handles the signal, it ends us as if we had not listened either. */
function passOn(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return
  endCompanions()
  stopListening()
  process.kill(process.pid, signal)
}
