export { exampleOrder, exampleRun, pullRequest } from './example-orders.js'
