import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ExecaProcessRunner, SystemClock } from '@cc-ci/kernel'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DockerSwarm } from '../src/adapters/docker-swarm.js'
import { SwarmEngine } from '../src/adapters/swarm-engine.js'
import { readComposeDocument } from '../src/recipe/compose-document.js'
import { tearDown } from '../src/run/teardown.js'
import { containerExecContract } from './container-exec.contract.js'
import { bedEndpoint, freshStackName, sh } from './docker-swarm-bed.js'
import { swarmContract } from './swarm.contract.js'

const { dockerHost } = bedEndpoint()
const swarm = new DockerSwarm({ dockerHost })
const clock = new SystemClock()
const clientEnv = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', DOCKER_HOST: dockerHost }
const engine = new SwarmEngine({ processes: new ExecaProcessRunner(), clientEnv })
const checkout = temporaryFolder(afterAll)

beforeAll(() => {
  writeFileSync(
    join(checkout, 'compose.yml'),
    `version: "3.8"
services:
  app:
    image: ${sh.image}
    command: ["sleep", "600"]
    stop_grace_period: 1s
    volumes: ["data:/data"]
    secrets: [pw]
volumes: {data: {}}
secrets:
  pw: {external: true, name: "\${STACK_NAME}_pw"}
`,
  )
})

async function deploy(stack: string): Promise<void> {
  await swarm.createSecret({ name: `${stack}_pw`, stack, value: 'example' })
  const files = { stack, checkout, composeFiles: ['compose.yml'], env: { STACK_NAME: stack } }
  const config = await engine.composeConfig(files)
  if (!config.ok) throw new Error(config.why)
  const answer = await engine.deploy({
    ...files,
    document: readComposeDocument(config.document),
    recipe: 'wiki',
    version: '1.0.0+1',
    chaosVersion: undefined,
    resolveImages: false,
  })
  if (!answer.ok) throw new Error(answer.why)
  while ((await swarm.containers(stack)).length === 0) await clock.sleep(100)
}

swarmContract('DockerSwarm', () => ({ swarm, clock, image: sh.image, freshStack: freshStackName, deploy }))

containerExecContract('DockerSwarm', () => ({
  swarm,
  start: () => {
    const stack = freshStackName()
    const command = ['sh', '-c', 'sleep 60']
    return swarm.startCompanion({ stack, name: `${stack}-exec`, image: sh.image, command, volumes: [] })
  },
}))

it('tears a running stack down whole, while nothing of another is touched', { timeout: 120_000 }, async () => {
  const [stack, other] = [freshStackName(), freshStackName()]
  await swarm.createSecret({ name: `${other}_pw`, stack: other, value: 'example' })
  await deploy(stack)

  expect(await tearDown(stack, { swarm, clock, engine })).toEqual([])
  expect(await swarm.stacks()).not.toContain(stack)
  expect(await swarm.secretNames()).toContain(`${other}_pw`)
  expect(await tearDown(other, { swarm, clock, engine })).toEqual([])
})
