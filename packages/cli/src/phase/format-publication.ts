import type { Publication, RemoteState } from '@cc-ci/loop-launcher'

/** What became of a commit, and what else happened on the way. */
export function formatPublication({ commit, unpushedBecause, notices }: Publication): string {
  const state =
    unpushedBecause === undefined
      ? `Committed as ${commit.slice(0, 12)} and pushed.`
      : `Committed as ${commit.slice(0, 12)}, not pushed yet: ${withStop(unpushedBecause)} The next command pushes it.`
  return [...notices, state].join('\n')
}

/** Said only where the others could not be heard, so that what is shown may be old. */
export function formatRemote(remote: RemoteState): string | undefined {
  if (remote.kind === 'reached') return undefined
  return remote.kind === 'none'
    ? 'This clone has no remote: only what is committed here is shown.'
    : `The remote gave no answer, so this may be old: ${withStop(remote.reason)}`
}

const withStop = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)
