export { exampleCommonFacts, exampleFacts } from './example-facts.js'
export { Scene, sceneStart } from './scene.js'
export { journalOf } from './scene-journal.js'
export { type Simulation, type SimulationReport, simulate } from './simulate.js'
