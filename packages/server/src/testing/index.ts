export { exampleOrder, exampleRun, pullRequest } from './example-orders.js'
export { PlayedRunner } from './played-runner.js'
