/**
 * One step for each version of the tables, in order; the database knows in `user_version` how many it has taken. A step
 * that was published is never changed: what comes later is a further one.
 */
export const migrations: readonly string[] = [
  `
create table runs (
  seq integer primary key, recipe text not null, kind text not null, asked text not null,
  state text not null, attempt integer not null, asked_at real not null, started_at real, ended_at real,
  pid integer, proc_start text, folder text, verdict text, ended text
);
create index runs_open on runs (seq) where state in ('queued', 'running');
create index runs_ended on runs (ended_at desc, seq desc) where ended_at is not null;
create index runs_judged on runs (recipe, kind, ended_at desc, seq desc) where verdict in ('green', 'red');

create table comments (id text primary key, repository text not null, at real not null) without rowid;
create table cursors (repository text primary key, cursor text not null) without rowid;

create table outbox (
  id integer primary key autoincrement, key text not null, seq integer not null, outgoing text not null,
  attempts integer not null default 0, not_before real not null, replaced integer not null default 0
);
create index outbox_keys on outbox (key);
create index outbox_waiting on outbox (id) where replaced = 0;
create table told (key text primary key, seq integer not null) without rowid;

create table audits (
  id integer primary key autoincrement, at real not null, who text not null, action text not null,
  subject text not null, outcome text not null
);
`,
]
