import { fixedRules } from './fixed-rules.js'
import type { Look } from './look.js'
import { known, sensed } from './look.js'
import { beginRun, type LoopMemory } from './loop-memory.js'
import { noteBlindness } from './note-blindness.js'
import { noteDialog, noteProcessor, noteScreen } from './note-screen.js'
import { noteBurn, noteTranscript } from './note-transcript.js'
import { isResting, readTurn } from './read-turn.js'

/** What a tick adds to the notes, before anything is judged. */
export function noteLoop(look: Look): LoopMemory {
  const runner = known(look, 'runner')
  const before =
    runner !== null && runner.runId !== look.memory.runId ? beginRun(look.memory, runner.runId) : look.memory
  const now = before === look.memory ? look : { ...look, memory: before }
  const notes: LoopMemory = { ...before }
  const foreign = (known(now, 'registry')?.others.length ?? 0) > 0
  return Object.assign(notes, noteBlindness(now), noteRun(now), noteTurn(now), noteTranscript(now), {
    dialog: noteDialog(now),
    processor: noteProcessor(now),
    burn: noteBurn(now),
    foreignAt: foreign ? now.now.mono : before.foreignAt,
  })
}

type RunNotes = Pick<LoopMemory, 'startingSince' | 'downSince' | 'agentGoneSince' | 'refusedRuns'>

function noteRun(look: Look): RunNotes {
  const { memory, now } = look
  const runner = known(look, 'runner')
  if (runner === null) {
    const { startingSince, downSince, agentGoneSince, refusedRuns } = memory
    return { startingSince, downSince, agentGoneSince, refusedRuns }
  }
  const gone = runner.running && runner.agent !== null && known(look, 'process')?.alive === false
  return {
    startingSince: runner.running && !runner.prompted ? (memory.startingSince ?? now.mono) : null,
    downSince: runner.running ? null : (memory.downSince ?? now.mono),
    agentGoneSince: gone ? (memory.agentGoneSince ?? now.mono) : null,
    refusedRuns: runner.prompted ? [] : memory.refusedRuns,
  }
}

type TurnNotes = Pick<LoopMemory, 'idleSince' | 'busySince' | 'screen' | 'interruptedAt' | 'diagnosedAt'>

function noteTurn(look: Look): TurnNotes {
  const { memory } = look
  const turn = readTurn(look)
  const at = sensed(look, 'registry')?.at.mono ?? look.now.mono
  if (turn.is === 'busy') {
    const screen = noteScreen(look)
    const moves = screen !== null && screen.looks === 0
    return {
      idleSince: null,
      busySince: memory.busySince ?? at,
      screen,
      interruptedAt: memory.interruptedAt,
      diagnosedAt: moves ? null : memory.diagnosedAt,
    }
  }
  const idleSince = isResting(turn) ? (memory.idleSince ?? at) : null
  if (turn.is !== 'unknown') return { idleSince, busySince: null, screen: null, interruptedAt: null, diagnosedAt: null }
  const { busySince, screen, interruptedAt, diagnosedAt } = memory
  return { idleSince, busySince, screen, interruptedAt, diagnosedAt }
}

/** Whether every look within the last seconds showed an idle agent, and there were two of them. */
export function restedTwice(look: Look): boolean {
  const newest = sensed(look, 'registry')?.at.mono ?? sensed(look, 'hooks')?.at.mono
  const { idleSince } = look.memory
  return idleSince !== null && newest !== undefined && newest - idleSince >= fixedRules.secondLook
}
