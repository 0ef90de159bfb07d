import type Docker from 'dockerode'
import type { Companion, ContainerDetails, ContainerState } from '../ports/swarm.js'
import type { DockerConnection } from './docker-connection.js'
import { containerGone } from './docker-errors.js'
import { interleave } from './docker-frames.js'
import { ownLabel, stackLabel } from './docker-labels.js'

export async function listStackContainers(
  docker: DockerConnection,
  stack: string,
  service: string | undefined,
): Promise<readonly ContainerState[]> {
  const label = [`${stackLabel}=${stack}`]
  if (service !== undefined) label.push(`com.docker.swarm.service.name=${service}`)
  const found = await docker.ask((client) => client.listContainers({ filters: { label, status: ['running'] } }))
  return found
    .map((container) => ({
      id: container.Id,
      service: container.Labels['com.docker.swarm.service.name'] ?? '',
      task: container.Labels['com.docker.swarm.task.id'] ?? '',
      image: container.Image,
      imageId: container.ImageID,
      createdAt: container.Created * 1000,
    }))
    .sort((one, other) => other.createdAt - one.createdAt)
}

export async function readContainerLogs(
  docker: DockerConnection,
  container: string,
  tail: number,
): Promise<readonly string[]> {
  const output = await docker.find((client) =>
    client.getContainer(container).logs({ stdout: true, stderr: true, tail }),
  )
  if (output === undefined) throw containerGone(container)
  // Docker answers nothing at all with an empty object.
  const text = Buffer.isBuffer(output) ? interleave(output) : ''
  return text === ''
    ? []
    : text
        .replace(/\r?\n$/, '')
        .split(/\r?\n/)
        .slice(-tail)
}

export async function inspectDockerContainer(
  docker: DockerConnection,
  container: string,
): Promise<ContainerDetails | undefined> {
  const found = await docker.find((client) => client.getContainer(container).inspect())
  if (found === undefined) return undefined
  return {
    running: found.State.Running,
    exitCode: found.State.ExitCode,
    oomKilled: found.State.OOMKilled,
    healthLog: (found.State.Health?.Log ?? []).map((check) => check.Output.trim()),
    mounts: found.Mounts.map((mount) => ({
      type: mount.Type,
      name: mount.Name,
      destination: mount.Destination,
      writable: mount.RW,
    })),
    env: Object.fromEntries((found.Config.Env ?? []).map(splitEnv)),
  }
}

function splitEnv(entry: string): [string, string] {
  const equals = entry.indexOf('=')
  return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals + 1)]
}

/** As `docker stats` counts it: without the file cache that the kernel gives back when asked. */
export async function readMemoryOf(docker: DockerConnection, container: string): Promise<number | undefined> {
  const stats = await docker
    .ask((client) => client.getContainer(container).stats({ stream: false, 'one-shot': true }))
    .catch(() => undefined)
  const memory = stats?.memory_stats as Partial<Docker.MemoryStats> | undefined
  if (memory?.usage === undefined) return undefined
  const cache: Partial<Record<string, number>> = { ...memory.stats }
  return Math.max(0, memory.usage - (cache.total_inactive_file ?? cache.inactive_file ?? 0))
}

/** Cut off from every network: what it works on are the volumes. */
export async function startDockerCompanion(docker: DockerConnection, companion: Companion): Promise<string> {
  const labels = { [ownLabel]: companion.stack }
  const [program, ...args] = companion.command
  const created = await docker.ask((client) =>
    client.createContainer({
      name: companion.name,
      Image: companion.image,
      Labels: labels,
      Env: Object.entries(companion.env ?? {}).map(([key, value]) => `${key}=${value}`),
      ...(program !== undefined && { Entrypoint: [program], Cmd: args }),
      HostConfig: {
        NetworkMode: 'none',
        Mounts: companion.volumes.map(({ volume, path, readOnly }) => ({
          Type: 'volume' as const,
          Source: volume,
          Target: path,
          ReadOnly: readOnly,
          VolumeOptions: { NoCopy: true, Labels: labels, DriverConfig: { Name: '', Options: {} } },
        })),
      },
    }),
  )
  await docker.ask(() => created.start())
  return created.id
}
