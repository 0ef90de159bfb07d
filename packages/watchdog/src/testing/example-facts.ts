import type { CommonFacts, LoopFacts } from '../decide/observation.js'

/** A healthy loop at rest that began at `wall`, in epoch seconds, an hour ago. */
export function exampleFacts(wall: number): LoopFacts {
  const startedAt = wall - 3600
  return {
    runner: {
      running: true,
      runId: 'run-1',
      sessionId: 'session-1',
      agent: { pid: 100, start: '5000' },
      startedAt,
      prompted: true,
      exit: null,
      lastWords: '',
      asked: false,
      stopping: false,
      held: null,
    },
    process: {
      alive: true,
      state: 'S',
      cpuSeconds: 10,
      children: 0,
      residentBytes: 300_000_000,
      executableDeleted: false,
      gitAtWork: false,
    },
    registry: { own: { status: 'idle', waitingFor: null, since: wall }, others: [], unknownShapes: [] },
    transcript: {
      sessionId: 'session-1',
      records: 40,
      bytes: 80_000,
      grewAt: wall,
      last: { uuid: 'record-1', at: wall, kind: 'answer' },
      succeededAt: wall,
      successes: 12,
      error: null,
      limit: null,
      continuedAt: null,
      nearLimit: false,
      acknowledged: [],
      compactions: 0,
      outputTokens: 20_000,
      model: 'model-a',
      tornLines: 0,
      unknownShapes: [],
    },
    hooks: {
      backgroundTasks: 0,
      last: { event: 'Stop', at: wall },
      acknowledged: [],
      resumedByQuotaAt: null,
      unknownShapes: [],
    },
    statusline: { contextPercent: 30, limits: [], model: 'model-a', at: wall },
    pane: {
      server: 'present',
      turn: 'idle',
      composer: 'empty',
      dialog: null,
      retry: null,
      armed: false,
      hash: 'screen-1',
      drawnAt: wall,
      scrolling: false,
      viewers: 0,
      typedAt: null,
    },
    work: { commit: 'commit-1', committedAt: wall, waitingUntil: null, handOver: null },
    credentials: { writtenAt: startedAt },
  }
}

/** A host with room, on which this watchdog is the one that acts; and work that is not done. */
export const exampleCommonFacts: CommonFacts = {
  host: { bootId: 'boot-1', freeBytes: 50 * 2 ** 30, taskOutputBytes: 0, leader: true },
  completion: { done: false, commit: 'commit-1', descends: true, because: ['nothing is verified yet'], evidence: [] },
}
