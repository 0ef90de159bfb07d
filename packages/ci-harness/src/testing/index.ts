export { InMemoryBrowser, type InMemoryPage } from './in-memory-browser.js'
export { InMemoryForge } from './in-memory-forge.js'
export { InMemorySwarm, type StackContent } from './in-memory-swarm.js'
export { type ScriptedCall, ScriptedContainers } from './scripted-containers.js'
