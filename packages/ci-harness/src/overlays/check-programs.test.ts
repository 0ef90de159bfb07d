import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ScriptedProcessRunner, temporaryFolder } from '@cc-ci/kernel/testing'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkPrograms } from './check-programs.js'
import { findOverlays } from './find-overlays.js'

async function check(file: string, processes: ScriptedProcessRunner): Promise<void> {
  const root = temporaryFolder(onTestFinished)
  mkdirSync(join(root, 'overlays/custom'), { recursive: true })
  writeFileSync(join(root, 'overlays', file), '')
  const stage = join(root, 'stage')
  const overlays = await findOverlays({ overlays: join(root, 'overlays'), checkout: root, stage, codeApproved: false })
  await checkPrograms(overlays, { processes, env: { PATH: '/usr/bin' }, packagesFrom: root })
}

describe('H-08: what the tests need is asked for before anything is deployed', () => {
  it.each([
    ['new enough', 'pytest 9.0.3'],
    ['the oldest that will do', 'pytest 7.2.0'],
  ])('a pytest that is %s', async (_, stdout) => {
    await check('custom/test_a.py', new ScriptedProcessRunner().on('pytest --version', { stdout }))
  })

  it.each([
    ['is missing', new ScriptedProcessRunner().missing('pytest'), 'no program pytest is on PATH'],
    ['is too old', new ScriptedProcessRunner().on('pytest', { stdout: 'pytest 7.1.3' }), 'pytest 7.1.3'],
    [
      'is too old to say so aloud',
      new ScriptedProcessRunner().on('pytest', { stderr: 'This is pytest version 5.4.3' }),
      '5.4.3',
    ],
    [
      'is broken',
      new ScriptedProcessRunner().on('pytest', { exitCode: 1, stderr: 'no module _pytest' }),
      'no module _pytest',
    ],
  ])('a pytest that %s is an error with the one command to run', async (_, processes, message) => {
    await expect(check('test_install.py', processes)).rejects.toMatchObject({
      ...{ code: 'PYTEST_MISSING', message: expect.stringContaining(message) },
      hint: expect.stringContaining('apt-get install python3-pytest'),
    })
  })

  it('a missing vitest is an error with the one command to run', async () => {
    await expect(check('custom/test_a.ts', new ScriptedProcessRunner())).rejects.toMatchObject({
      ...{ code: 'VITEST_MISSING', hint: expect.stringContaining('npm install --save-dev') },
    })
  })

  it('shell tests need neither', async () => {
    const processes = new ScriptedProcessRunner()
    await check('custom/test_a.sh', processes)

    expect(processes.calls).toEqual([])
  })
})
