import type Docker from 'dockerode'
import type { Subscription, SwarmEvent, TaskEvent } from '../ports/swarm.js'
import type { DockerConnection } from './docker-connection.js'
import { stackLabel } from './docker-labels.js'

const serviceLabel = 'com.docker.swarm.service.name'

type Attributes = Readonly<Partial<Record<string, string>>>

export interface RawEvent {
  readonly Type?: string
  readonly Action?: string
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Attributes }
  readonly time?: number
  readonly timeNano?: number
}

/** Without exec_*, which every health check emits three of. */
const filters = {
  type: ['container', 'service'],
  event: ['create', 'start', 'die', 'oom', 'kill', 'destroy', 'health_status', 'update', 'remove'],
} satisfies Docker.GetEventsOptions['filters']

/** Listens to one stack; `lost` is called once, never after `close`. */
export async function watchEvents(
  docker: DockerConnection,
  { stack, listener, lost }: { stack: string; listener: (event: SwarmEvent) => void; lost: (why: Error) => void },
): Promise<Subscription> {
  const stream = await docker.open((client) => client.getEvents({ filters }))
  let open = true
  const end = (why: Error) => {
    if (!open) return
    open = false
    lost(why)
  }
  const split = splitJsonLines((line) => {
    const event = toSwarmEvent(line as RawEvent, stack)
    if (event !== undefined && open) listener(event)
  })
  stream.on('data', split)
  stream.on('error', end)
  stream.on('close', () => end(new Error('Docker closed its stream of events')))
  return {
    close: () => {
      open = false
      if ('destroy' in stream && typeof stream.destroy === 'function') stream.destroy()
    },
  }
}

/** Takes chunks cut anywhere, also inside a character, and hands on each whole line's value; broken lines are left out. */
export function splitJsonLines(onValue: (value: unknown) => void): (chunk: Uint8Array | string) => void {
  const decoder = new TextDecoder()
  let rest = ''
  return (chunk) => {
    rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const value = parseJson(line)
      if (value !== undefined) onValue(value)
    }
  }
}

function parseJson(line: string): unknown {
  if (line.trim() === '') return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/** Undefined for what does not concern the stack. */
export function toSwarmEvent(raw: RawEvent, stack: string): SwarmEvent | undefined {
  const at = raw.timeNano !== undefined ? raw.timeNano / 1e6 : (raw.time ?? 0) * 1000
  const attributes = raw.Actor?.Attributes ?? {}
  if (raw.Type === 'service') return toServiceEvent(attributes, stack, at)
  if (attributes[stackLabel] !== stack) return undefined
  return toTaskEvent(raw, {
    service: attributes[serviceLabel] ?? '',
    task: attributes['com.docker.swarm.task.id'] ?? '',
    slot: slotOf(attributes),
    container: raw.Actor?.ID ?? '',
    at,
  })
}

/** These carry no stack label; a name that another stack's also fits costs a needless look, no more. */
function toServiceEvent(attributes: Attributes, stack: string, at: number): SwarmEvent | undefined {
  const { name: service = '', 'updatestate.new': state } = attributes
  if (!service.startsWith(`${stack}_`)) return undefined
  return state === undefined ? { kind: 'other', service, at } : { kind: 'update', service, state, at }
}

function toTaskEvent({ Action: action = '', Actor }: RawEvent, where: TaskEvent): SwarmEvent {
  if (action === 'die') return { ...where, kind: 'exit', exitCode: Number(Actor?.Attributes?.exitCode ?? -1) }
  if (action === 'oom' || action === 'start' || action === 'kill') return { ...where, kind: action }
  if (action === 'health_status: unhealthy') return { ...where, kind: 'unhealthy' }
  if (action === 'health_status: healthy') return { ...where, kind: 'healthy' }
  return { kind: 'other', service: where.service, at: where.at }
}

/** A task is named `<service>.<slot or node>.<task id>`. */
function slotOf(attributes: Attributes): string {
  const service = attributes[serviceLabel] ?? ''
  const name = attributes['com.docker.swarm.task.name'] ?? ''
  return name.slice(service.length + 1).split('.')[0] ?? ''
}
