import { openServerStore } from '../../src/adapters/open-server-store.js'
import { exampleOrder, pullRequest } from '../../src/testing/index.js'

/**
 * Queues runs, each in one transaction with the one that it withdraws and what is told of both, as fast as it can, and
 * says on standard output which of them are stored.
 */
const store = openServerStore(process.argv[2] ?? '')
for (let number = 1; ; number += 1) {
  const { seq } = store.transaction(() => {
    const at = 1000 + number
    const withdrawn = store.enqueue(exampleOrder({ pullRequest: pullRequest(number, 'old') }), at)
    store.withdraw(withdrawn.seq, 'superseded', at)
    const run = store.enqueue(exampleOrder({ pullRequest: pullRequest(number) }), at)
    const body = `run ${run.seq}`
    const comment = { kind: 'answer', repository: 'coop/notebook', pullRequest: number, body } as const
    store.tell(`comment ${number}`, run.seq, comment, at)
    return run
  })
  process.stdout.write(`${seq}\n`)
}
