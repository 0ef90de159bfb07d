import { readFileSync } from 'node:fs'
import pg from 'pg'

/** The entries in PostgreSQL; the password is read from a file so that it never shows in the environment. */
export function openEntries(env, log) {
  const pool = new pg.Pool({
    host: env.DATABASE_HOST ?? 'db',
    database: env.DATABASE_NAME ?? 'guestbook',
    user: env.DATABASE_USER ?? 'guestbook',
    password: env.DATABASE_PASSWORD_FILE ? readFileSync(env.DATABASE_PASSWORD_FILE, 'utf8').trim() : undefined,
    connectionTimeoutMillis: 2000,
    query_timeout: 5000,
  })
  // A connection lost while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', (error) => log(`database connection lost: ${error.message}`))

  return {
    async prepare() {
      await pool.query(`CREATE TABLE IF NOT EXISTS entries (
        id serial PRIMARY KEY,
        author text NOT NULL,
        message text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      )`)
    },
    async check() {
      await pool.query('SELECT 1 FROM entries LIMIT 1')
      return 'ok'
    },
    async list() {
      const { rows } = await pool.query(
        'SELECT id, author, message, created_at FROM entries ORDER BY id DESC LIMIT 100',
      )
      return rows
    },
    async add({ author, message }) {
      const sql = 'INSERT INTO entries (author, message) VALUES ($1, $2) RETURNING id, author, message, created_at'
      return (await pool.query(sql, [author, message])).rows[0]
    },
  }
}
