import { containerExecContract, execCases } from '../../test/container-exec.contract.js'
import { ScriptedContainers } from './scripted-containers.js'

containerExecContract('ScriptedContainers', () => {
  const swarm = new ScriptedContainers(({ command }) => {
    const { script: _, input: __, ...result } = execCases.find(({ script }) => script === command[2]) ?? execCases[0]
    return result
  })
  return { swarm, start: async () => (await swarm.containers('t'))[0]?.id ?? '' }
})
