export { exampleCommonFacts, exampleFacts } from './example-facts.js'
export { journalOf } from './scene-journal.js'
export { Scene, sceneStart } from './scene.js'
export { type Simulation, type SimulationReport, simulate } from './simulate.js'
