import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { WatchJournalFile, watchFolder, watchPaths } from '@cc-ci/watchdog'
import { journalOf, Scene } from '@cc-ci/watchdog/testing'

/** A workspace with a builder and an adversary that were never started. */
export function writeLoopWorkspace(folder: string): void {
  mkdirSync(folder, { recursive: true })
  const loops = ['builder', 'adversary'].map((name) => ({ name, role: name, prompts: ['p.md'], folder: name }))
  writeFileSync(join(folder, 'cc-ci.yaml'), JSON.stringify({ version: 1, loops }))
}

/** Adds what a watchdog leaves that saw the builder die and started it again; gives the journal's file. */
export function writeWatchedBuilder(workspace: string): string {
  const scene = new Scene({ loops: { builder: 'builder', adversary: 'adversary' } })
  scene.pass(30)
  scene.see('runner', { running: false, agent: null, exit: { code: null, signal: 'SIGKILL', at: scene.now.wall } })
  scene.see('process', { alive: false, state: null }).see('registry', { own: null })
  scene.passUntil('restart', 120)
  const folder = watchFolder(workspace)
  const journal = new WatchJournalFile(folder)
  for (const { seq: _, epoch: __, at, ...entry } of journalOf(scene)) journal.append(at, [entry])
  journal.close()
  writeFileSync(watchPaths(folder).heartbeat, '{}')
  return watchPaths(folder).journal
}
