import { ScriptedProcessRunner } from '@cc-ci/kernel/testing'
import { expect, it } from 'vitest'
import { realWorld } from '../world.js'
import { disableOwnUnit } from './disable-own-unit.js'

const unit = 'cc-ci-watchdog-work.service'

async function disable(processes: ScriptedProcessRunner, environment: Record<string, string>) {
  const said: string[] = []
  await disableOwnUnit({ ...realWorld(), processes, environment }, (line) => said.push(line))
  return { said, calls: processes.calls }
}

it('disables the unit that this watchdog is', async () => {
  const { said, calls } = await disable(new ScriptedProcessRunner().on('systemctl'), { CC_CI_WATCHDOG_UNIT: unit })
  expect(calls).toEqual([`systemctl --user disable --now --no-block ${unit}`])
  expect(said).toEqual([`${unit} is disabled.`])
})

it('asks nobody outside of a unit', async () => {
  expect(await disable(new ScriptedProcessRunner(), {})).toEqual({ said: [], calls: [] })
})

it('says when systemd refuses', async () => {
  const refuses = new ScriptedProcessRunner().on('systemctl', { exitCode: 1, stderr: 'no such unit\n' })
  const { said } = await disable(refuses, { CC_CI_WATCHDOG_UNIT: unit })
  expect(said).toEqual([`${unit} could not be disabled: no such unit`])
})
