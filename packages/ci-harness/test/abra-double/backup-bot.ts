import { randomBytes } from 'node:crypto'
import { ExecaProcessRunner, SystemClock } from '@cc-ci/kernel'
import type { Swarm } from '../../src/ports/swarm.js'
import { tearDown } from '../../src/run/teardown.js'

export interface BackupBot {
  remove(): Promise<void>
}

/** What abra looks for on a Swarm when it is asked for a backup: a service with that label, restic, and all volumes. */
export async function deployBackupBot(swarm: Swarm, dockerHost: string): Promise<BackupBot> {
  const stack = `backupbot-${randomBytes(3).toString('hex')}`
  const { dataRoot } = await swarm.describe()
  const clock = new SystemClock()
  const docker = async (args: readonly string[], input?: string): Promise<void> => {
    const options = { env: { DOCKER_HOST: dockerHost }, ...(input !== undefined && { input }) }
    const { exitCode, stderr } = await new ExecaProcessRunner().run('docker', args, options)
    if (exitCode !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`)
  }
  const app = {
    image: 'restic/restic:0.14.0',
    entrypoint: ['sh', '-c', 'trap "exit 0" TERM; while :; do sleep 3600 & wait $$!; done'],
    environment: { RESTIC_REPOSITORY: '/repository', RESTIC_PASSWORD: 'of-the-double' },
    volumes: [`${dataRoot}/volumes:/var/lib/docker/volumes`],
    deploy: { labels: { 'coop-cloud.backupbot.enabled': 'true' } },
  }
  const compose = JSON.stringify({ version: '3.8', services: { app } })
  await docker(['stack', 'deploy', '-c', '-', '--resolve-image', 'never', stack], compose)
  while ((await swarm.containers(stack)).length === 0) await clock.sleep(100)
  return {
    remove: async () => {
      const undeploy = (): Promise<void> => docker(['stack', 'rm', stack])
      await tearDown(stack, { swarm, clock, engine: { undeploy } })
    },
  }
}
