export { exampleRunResult } from './example-run-result.js'
export { levelFiveResult, notJudgedResult, redRestoreResult, skippedRungResult } from './example-run-results.js'
