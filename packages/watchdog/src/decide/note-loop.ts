import { fixedRules } from './fixed-rules.js'
import type { Look } from './look.js'
import { beginRun, type LoopMemory } from './loop-memory.js'
import { noteBlindness } from './note-blindness.js'
import { noteDialog, noteProcessor, noteScreen } from './note-screen.js'
import { noteBurn, noteTranscript } from './note-transcript.js'
import { isResting } from './turn.js'

/** What a tick adds to the notes, before anything is judged. */
export function noteLoop(look: Look): LoopMemory {
  const runner = look.known.runner
  const before =
    runner !== null && runner.runId !== look.memory.runId ? beginRun(look.memory, runner.runId) : look.memory
  return noteAll(before === look.memory ? look : { ...look, memory: before })
}

/** One shape for every loop and tick, for the same reason as that of the loop: it is copied without end. */
function noteAll(look: Look): LoopMemory {
  const { memory, now } = look
  const { startingSince, downSince, agentGoneSince, refusedRuns } = noteRun(look)
  const { idleSince, busySince, screen, interruptedAt, diagnosedAt } = noteTurn(look)
  const { checkpoint, oddities, strangeGrowth, limit, troubleSince, healthyAt } = noteTranscript(look)
  const { blindSince, unknownSince } = noteBlindness(look)
  const foreign = (look.known.registry?.others.length ?? 0) > 0
  return {
    runId: memory.runId,
    startingSince,
    downSince,
    agentGoneSince,
    idleSince,
    busySince,
    screen,
    processor: noteProcessor(look),
    dialog: noteDialog(look),
    strangeGrowth,
    foreignAt: foreign ? now.mono : memory.foreignAt,
    interruptedAt,
    diagnosedAt,
    failedAt: memory.failedAt,
    troubleSince,
    limit,
    healthyAt,
    refusedRuns,
    spentKeys: memory.spentKeys,
    freshAfter: memory.freshAfter,
    unknownSince,
    blindSince,
    burn: noteBurn(look),
    checkpoint,
    oddities,
  }
}

type RunNotes = Pick<LoopMemory, 'startingSince' | 'downSince' | 'agentGoneSince' | 'refusedRuns'>

function noteRun(look: Look): RunNotes {
  const { memory, now } = look
  const runner = look.known.runner
  if (runner === null) {
    const { startingSince, downSince, agentGoneSince, refusedRuns } = memory
    return { startingSince, downSince, agentGoneSince, refusedRuns }
  }
  const gone = runner.running && runner.agent !== null && look.known.process?.alive === false
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
  const { turn } = look
  const at = look.fresh.registry?.at.mono ?? look.now.mono
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
  const newest = look.fresh.registry?.at.mono ?? look.fresh.hooks?.at.mono
  const { idleSince } = look.memory
  return idleSince !== null && newest !== undefined && newest - idleSince >= fixedRules.secondLook
}
