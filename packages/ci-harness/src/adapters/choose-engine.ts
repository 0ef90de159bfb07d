import type { Engine } from '../ports/engine.js'
import { AbraCommand } from './abra-command.js'
import { AbraEngine, type AbraEngineOptions } from './abra-engine.js'
import { SwarmEngine } from './swarm-engine.js'

export type EngineChoice = 'swarm' | 'abra' | 'auto'

/** The engine that was asked for; `auto` is abra where a program of that name says its version, else the native one. */
export async function chooseEngine(choice: EngineChoice, options: Omit<AbraEngineOptions, 'docker'>): Promise<Engine> {
  const swarm = new SwarmEngine(options)
  const usesAbra =
    choice === 'abra' || (choice === 'auto' && (await new AbraCommand(options).findVersion()) !== undefined)
  return usesAbra ? new AbraEngine({ ...options, docker: swarm }) : swarm
}
