import type { ServerStore } from '../../ports/server-store.js'
import type { QueuedRun, RunEnd, RunOrder, RunState } from '../../queue/queued-run.js'
import type { StoreDatabase } from './store-database.js'

type RunCalls = Pick<
  ServerStore,
  | 'enqueue'
  | 'run'
  | 'open'
  | 'ended'
  | 'markStarted'
  | 'markFolder'
  | 'markEnded'
  | 'requeue'
  | 'withdraw'
  | 'durationsOf'
>

interface RunRow {
  readonly seq: number
  readonly asked: string
  readonly state: RunState
  readonly attempt: number
  readonly asked_at: number
  readonly started_at: number | null
  readonly ended_at: number | null
  readonly pid: number | null
  readonly proc_start: string | null
  readonly folder: string | null
  readonly ended: string | null
}

const columns = 'seq, asked, state, attempt, asked_at, started_at, ended_at, pid, proc_start, folder, ended'

/** The queue. A state only ever changes as the queue’s rules allow: what does not fit is left as it is. */
export function openRunTable(db: StoreDatabase): RunCalls {
  const statements = prepareStatements(db)
  return {
    enqueue: (order, at) =>
      db.transaction(() => {
        const { last } = statements.last.get<{ last: number | null }>() ?? { last: null }
        const seq = Math.max(Math.floor(at * 1000), (last ?? 0) + 1)
        const { recipe, mode } = order
        statements.add.run(seq, recipe, mode.kind, JSON.stringify(orderOf(order)), at)
        return { ...orderOf(order), ...freshRun, seq, askedAt: at }
      }),
    run: (seq) => statements.one.all<RunRow>(seq).map(toRun)[0],
    open: () => statements.open.all<RunRow>().map(toRun),
    ended: (limit) => statements.ended.all<RunRow>(limit).map(toRun),
    markStarted: (seq, { pid, procStart }, at) => void statements.started.run(at, pid, procStart, seq),
    markFolder: (seq, folder) => void statements.folder.run(folder, seq),
    markEnded: (seq, end, at) => void statements.finish.run(at, end.verdict, JSON.stringify(end), seq),
    requeue: (seq) => void statements.requeue.run(seq),
    withdraw: (seq, state, at) => void statements.withdraw.run(state, at, seq),
    durationsOf: (recipe, kind, limit) =>
      statements.durations.all<{ seconds: number }>(recipe, kind, limit).map(({ seconds }) => seconds),
  }
}

const freshRun = {
  state: 'queued',
  attempt: 1,
  startedAt: null,
  endedAt: null,
  process: null,
  folder: null,
  end: null,
} as const

function prepareStatements(db: StoreDatabase) {
  return {
    last: db.prepare('select max(seq) as last from runs'),
    add: db.prepare(`insert into runs (seq, recipe, kind, asked, state, attempt, asked_at)
      values (?, ?, ?, ?, 'queued', 1, ?)`),
    one: db.prepare(`select ${columns} from runs where seq = ?`),
    open: db.prepare(`select ${columns} from runs where state in ('queued', 'running') order by seq`),
    ended: db.prepare(
      `select ${columns} from runs where ended_at is not null order by ended_at desc, seq desc limit ?`,
    ),
    started: db.prepare(`update runs set state = 'running', started_at = ?, pid = ?, proc_start = ?
      where seq = ? and state = 'queued'`),
    folder: db.prepare('update runs set folder = ? where seq = ?'),
    finish: db.prepare(`update runs set state = 'finished', ended_at = ?, verdict = ?, ended = ?
      where seq = ? and state in ('queued', 'running')`),
    requeue: db.prepare(`update runs set state = 'queued', attempt = 2, started_at = null, pid = null,
      proc_start = null, folder = null where seq = ? and state in ('queued', 'running')`),
    withdraw: db.prepare(`update runs set state = ?, ended_at = ? where seq = ? and state in ('queued', 'running')`),
    durations: db.prepare(`select ended_at - started_at as seconds from runs
      where recipe = ? and kind = ? and verdict in ('green', 'red') order by ended_at desc, seq desc limit ?`),
  }
}

/** Only what an order has, whatever else the object holds. */
function orderOf({ recipe, pullRequest, mode, askedBy, commentId, priority }: RunOrder): RunOrder {
  return { recipe, pullRequest, mode, askedBy, commentId, priority }
}

function toRun(row: RunRow): QueuedRun {
  const { seq, state, attempt, folder, pid, proc_start: procStart } = row
  return {
    ...(JSON.parse(row.asked) as RunOrder),
    ...{ seq, state, attempt, folder },
    askedAt: row.asked_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    process: pid === null || procStart === null ? null : { pid, procStart },
    end: row.ended === null ? null : (JSON.parse(row.ended) as RunEnd),
  }
}
