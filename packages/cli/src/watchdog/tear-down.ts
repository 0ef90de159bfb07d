import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Loop, runLock, stopLoop } from '@cc-ci/loop-launcher'
import { type TornDown, writeDoneReport } from '@cc-ci/watchdog'

export interface TearDown {
  readonly commit: string
  readonly evidence: TornDown['evidence']
  /** Where the report is written. */
  readonly file: string
}

/** Stops the loops one after the other, in this order, and writes what was done and what is left. Twice changes nothing. */
export async function tearDown(loops: readonly Loop[], { commit, evidence, file }: TearDown): Promise<string> {
  const ended: { name: string; outcome: string }[] = []
  for (const loop of loops) ended.push({ name: loop.name, outcome: (await stopLoop(loop)).outcome })
  const leftovers = (await Promise.all(loops.map(findLeftovers))).flat()
  const at = (loops[0]?.clock.now().getTime() ?? 0) / 1000
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, writeDoneReport({ commit, at, loops: ended, evidence, leftovers }), { mode: 0o600 })
  return `${ended.map(({ name, outcome }) => `${name} ${outcome}`).join(', ')}; see ${file}`
}

async function findLeftovers(loop: Loop): Promise<readonly string[]> {
  const pane = await loop.terminal.find(loop.name)
  return [
    ...((await loop.locks.isHeld(runLock(loop))) ? [`${loop.name}: its runner`] : []),
    ...(pane?.owner === loop.paths.folder ? [`${loop.name}: its terminal`] : []),
  ]
}
