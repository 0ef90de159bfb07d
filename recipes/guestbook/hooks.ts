import { live } from '@cc-ci/ci-harness/overlay'

interface Context {
  readonly op: string
}

/** Leaves an entry that the test of the upgrade looks for. */
export async function preUpgrade({ op }: Context): Promise<void> {
  await leaveEntry(`left before the ${op}`)
}

/** Leaves an entry that only the snapshot can bring back, because it is deleted before the restore. */
export async function preBackup({ op }: Context): Promise<void> {
  await leaveEntry(`left before the ${op}`)
}

export async function preRestore(_context: Context): Promise<void> {
  const query = "DELETE FROM entries WHERE message = 'left before the backup'"
  const { exitCode, stderr } = await live.exec('db', [
    ...['psql', '--quiet', '--username=guestbook', '--dbname=guestbook', `--command=${query}`],
  ])
  if (exitCode !== 0) throw new Error(`the entry could not be deleted: ${stderr}`)
}

async function leaveEntry(message: string): Promise<void> {
  const answer = await live.fetch('/entries', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ author: 'cc-ci', message }),
  })
  if (answer.status !== 201) throw new Error(`POST /entries gave ${answer.status}`)
}
