export { InMemorySwarm, type StackContent } from './in-memory-swarm.js'
