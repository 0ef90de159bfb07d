import { describe, expect, it } from 'vitest'
import type { Swarm } from '../src/ports/swarm.js'

/** A container with a shell. */
export interface ExecSubject {
  readonly swarm: Pick<Swarm, 'exec' | 'removeContainer'>
  start(): Promise<string>
}

/** `script` in a shell, and what it must come to. */
export const execCases = [
  { script: 'cat; echo words >&2; exit 75', input: 'asked\n', exitCode: 75, stdout: 'asked\n', stderr: 'words\n' },
  { script: 'printf %s "$GIVEN"', input: '', exitCode: 0, stdout: 'given', stderr: '' },
] as const

/** What code that runs programs in containers relies on, of Docker and of doubles. */
export function containerExecContract(title: string, create: () => ExecSubject): void {
  describe(`${title} runs programs in containers by contract`, { timeout: 60_000 }, () => {
    it('hands over input and environment, and gives back both streams and any exit code', async () => {
      const { swarm, start } = create()
      const container = await start()
      for (const { script, input, ...result } of execCases) {
        const options = { input, env: { GIVEN: 'given' } }
        expect(await swarm.exec(container, ['sh', '-c', script], options)).toEqual(result)
      }
      await swarm.removeContainer(container)
    })

    it('throws, and gives no exit code, when the container is gone', async () => {
      const { swarm, start } = create()
      const container = await start()
      await swarm.removeContainer(container)
      await expect(swarm.exec(container, ['sh', '-c', 'true'])).rejects.toMatchObject({ code: 'CONTAINER_GONE' })
    })
  })
}
