import { openHistory, planPruning, pruneRuns } from '../../src/site.js'

const [runsFolder = '', nowText = '', fatal = ''] = process.argv.slice(2)
const now = Number(nowText)
const settings = { days: 1, perRunMb: 0.0001, totalMb: 0.0001 }
const plan = planPruning(runsFolder, openHistory(runsFolder), { settings, now })
let removed = 0
const removals = plan.removals.map((removal) => ({
  ...removal,
  files: removal.files.map((file) => ({
    ...file,
    get path() {
      removed += 1
      if (removed === Number(fatal)) process.kill(process.pid, 'SIGKILL')
      return file.path
    },
  })),
}))
pruneRuns(runsFolder, { ...plan, removals }, now)
