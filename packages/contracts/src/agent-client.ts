export type { ErrorClass } from './agent-client/error-class.js'
