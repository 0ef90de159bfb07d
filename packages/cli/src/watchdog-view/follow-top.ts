import type { FullScreen } from '../adapters/full-screen.js'
import type { Workspace } from '../workspace/load-workspace.js'
import type { World } from '../world.js'
import { type PhaseTicks, readTicks } from './read-ticks.js'
import { type TopView, viewTop } from './view-top.js'

interface Show {
  readonly open: (resized: () => void) => FullScreen
  readonly draw: (view: TopView) => readonly string[]
}

/** Shows a new frame each second until somebody ends it; gives the last one. */
export async function followTop(workspace: Workspace, world: World, { open, draw }: Show): Promise<TopView> {
  let phase: PhaseTicks | undefined
  let view = await viewTop(workspace, world, phase)
  const screen = open(() => screen.show(draw(view)))
  const ticking = tickPhase(workspace, world, { ended: screen.ended, tell: (read) => (phase = read) })
  try {
    while (!screen.ended.aborted) {
      view = await viewTop(workspace, world, phase)
      screen.show(draw(view))
      await pause(1000, screen.ended, world)
    }
  } finally {
    screen.close()
  }
  await ticking
  return view
}

interface Ticking {
  readonly ended: AbortSignal
  readonly tell: (phase: PhaseTicks | undefined) => void
}

/** Git is asked rarely, and beside the drawing: a slow disk must not stop the clock on the screen. */
async function tickPhase(workspace: Workspace, world: World, { ended, tell }: Ticking): Promise<void> {
  while (!ended.aborted) {
    tell(await readTicks(workspace, world))
    await pause(15_000, ended, world)
  }
}

async function pause(ms: number, ended: AbortSignal, { clock }: World): Promise<void> {
  await clock.sleep(ms, ended).catch(() => undefined)
}
