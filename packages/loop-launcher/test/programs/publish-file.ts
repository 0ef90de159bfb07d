import { ExecaProcessRunner, SystemClock } from '@cc-ci/kernel'
import { openClones } from '../../src/adapters/open-clones.js'

/** Publishes `<text>` as `<path>` from the clone it runs in: publish-file.ts <subject> <path> <text>. */
const [subject = '', path = '', text = ''] = process.argv.slice(2)
const { coordination } = await openClones(
  { repository: '.', folder: 'protocol' },
  { workspace: process.cwd(), cwd: process.cwd(), loopFolders: [] },
  { processes: new ExecaProcessRunner(), environment: process.env, clock: new SystemClock() },
)
await coordination.publish({ name: 'builder', role: 'builder' }, async () => ({
  subject,
  files: new Map([[path, text]]),
}))
