import type { ServerStore } from '../../ports/server-store.js'
import type { QueuedRun, RunEnd, RunOrder, RunState } from '../../queue/queued-run.js'
import { OpenRuns } from './open-runs.js'
import type { Statement, StoreDatabase } from './store-database.js'

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

const columns = 'seq, asked, state, attempt, asked_at, started_at, ended_at, pid, proc_start, folder, ended'

type RunRow = readonly [
  seq: number,
  asked: string,
  state: RunState,
  attempt: number,
  askedAt: number,
  startedAt: number | null,
  endedAt: number | null,
  pid: number | null,
  procStart: string | null,
  folder: string | null,
  ended: string | null,
]

/** The queue. A state only ever changes as the queue’s rules allow: what does not fit is left as it is. */
export function openRunTable(db: StoreDatabase): RunCalls {
  const statements = prepareStatements(db)
  const readOne = (seq: number) => statements.one.rows<RunRow>(seq).map(toRun)[0]
  const readAll = () => statements.open.rows<RunRow>().map(toRun)
  const open = new OpenRuns({ readAll, readOne })
  db.onUndo(() => open.forget())
  const change = (statement: Statement, seq: number, ...values: (string | number)[]): void => {
    if (statement.run(...values, seq) > 0) open.refresh(seq)
  }
  return {
    enqueue: (order, at) =>
      db.transaction(() => {
        const { last } = statements.last.get<{ last: number | null }>() ?? { last: null }
        const seq = Math.max(Math.floor(at * 1000), (last ?? 0) + 1)
        const { recipe, mode } = order
        statements.add.run(seq, recipe, mode.kind, JSON.stringify(orderOf(order)), at)
        open.refresh(seq)
        return { ...orderOf(order), ...freshRun, seq, askedAt: at }
      }),
    run: (seq) => (db.isOwned ? open.one(seq) : undefined) ?? readOne(seq),
    open: () => (db.isOwned ? open.list() : readAll()),
    ended: (limit) => statements.ended.rows<RunRow>(limit).map(toRun),
    markStarted: (seq, { pid, procStart }, at) => change(statements.started, seq, at, pid, procStart),
    markFolder: (seq, folder) => change(statements.folder, seq, folder),
    markEnded: (seq, end, at) => change(statements.finish, seq, at, end.verdict, JSON.stringify(end)),
    requeue: (seq) => change(statements.requeue, seq),
    withdraw: (seq, state, at) => change(statements.withdraw, seq, state, at),
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
  const [seq, asked, state, attempt, askedAt, startedAt, endedAt, pid, procStart, folder, ended] = row
  return {
    ...(JSON.parse(asked) as RunOrder),
    ...{ seq, state, attempt, askedAt, startedAt, endedAt, folder },
    process: pid === null || procStart === null ? null : { pid, procStart },
    end: ended === null ? null : (JSON.parse(ended) as RunEnd),
  }
}
