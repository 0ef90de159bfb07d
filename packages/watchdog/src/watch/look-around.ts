import type { Instant } from '../decide/instant.js'
import type { Observation } from '../decide/observation.js'
import type { LoopControl, WatchedLoop } from '../ports/loop-control.js'
import type { CommonSensor, LoopSensor, Pace } from '../ports/sensors.js'

export interface LookingWorld {
  readonly control: LoopControl
  readonly loopSensors: readonly LoopSensor[]
  readonly commonSensors: readonly CommonSensor[]
}

/** Everything that is due, looked at once. A sensor that breaks its word and throws has seen nothing. */
export async function lookAround(
  { control, loopSensors, commonSensors }: LookingWorld,
  paces: readonly Pace[],
  now: Instant,
): Promise<readonly Observation[]> {
  const loops = await control.loops()
  const watched: Observation = { source: 'watched', loops: loops.map(({ name, role }) => ({ name, role })) }
  const runners = loops.map((loop): Observation => {
    if ('unknown' in loop) {
      return { source: 'runner', loop: loop.name, sensed: { known: false, why: loop.unknown, at: now } }
    }
    return { source: 'runner', loop: loop.name, sensed: { known: true, value: loop.runner, at: now } }
  })
  const readable = loops.filter((loop): loop is WatchedLoop => !('unknown' in loop))
  const ofLoops = loopSensors.filter(({ pace }) => paces.includes(pace))
  const common = commonSensors.filter(({ pace }) => paces.includes(pace))
  const looks = [
    ...common.map((sensor) => sensor.look(now)),
    ...readable.flatMap((loop) => ofLoops.map((sensor) => sensor.look(loop, now))),
  ]
  return [watched, ...runners, ...(await Promise.all(looks))]
}
