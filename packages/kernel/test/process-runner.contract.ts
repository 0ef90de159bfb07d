import type { ProcessRunner } from '@cc-ci/kernel'
import { describe, expect, it } from 'vitest'

/**
 * What every ProcessRunner must do, real or scripted. To it, `echo hi` prints hi, `false` exits 1, `ls` of a folder
 * that does not exist complains, `sleep` takes long, and `no-such-program` is not installed.
 */
export function processRunnerContract(name: string, create: () => ProcessRunner): void {
  describe(`${name} keeps the ProcessRunner contract`, () => {
    it('gives back what the program printed', async () => {
      expect(await create().run('echo', ['hi'])).toEqual({ exitCode: 0, stdout: 'hi', stderr: '' })
    })

    it('gives a non-zero exit as a result, not an exception', async () => {
      expect(await create().run('false', [])).toMatchObject({ exitCode: 1 })
    })

    it('tells each line and where it came from', async () => {
      const lines: string[] = []
      const onLine = (line: string, stream: string) => lines.push(`${stream}: ${line}`)
      await create().run('echo', ['hi'], { onLine })
      await create().run('ls', ['/no/such/folder'], { onLine })

      expect(lines).toEqual(['stdout: hi', expect.stringMatching(/^stderr: .*No such file/)])
    })

    it('names the program that is not installed', async () => {
      const running = create().run('no-such-program', ['x'])

      await expect(running).rejects.toMatchObject({
        code: 'PROGRAM_NOT_FOUND',
        message: expect.stringContaining('no-such-program'),
        hint: expect.stringContaining('Install no-such-program'),
      })
    })

    it('stops a program that runs past its time limit', async () => {
      const running = create().run('sleep', ['60'], { timeoutMs: 50 })

      await expect(running).rejects.toMatchObject({
        code: 'PROCESS_TIMED_OUT',
        message: expect.stringContaining('sleep 60: did not end within 0.05 s'),
      })
    })

    it('stops a program when the run is cancelled', async () => {
      const cancel = new AbortController()
      const running = create().run('sleep', ['60'], { signal: cancel.signal })
      setImmediate(() => cancel.abort())

      await expect(running).rejects.toMatchObject({ code: 'PROCESS_ABORTED' })
    })

    it('starts nothing when the run is cancelled already', async () => {
      await expect(create().run('echo', ['hi'], { signal: AbortSignal.abort() })).rejects.toMatchObject({
        code: 'PROCESS_ABORTED',
      })
    })

    it('shows no secret in an error', async () => {
      const running = create().run('sleep', ['60', '4711'], { timeoutMs: 50, redact: ['4711'] })

      await expect(running).rejects.toMatchObject({ message: expect.stringContaining('sleep 60 ***:') })
    })
  })
}
