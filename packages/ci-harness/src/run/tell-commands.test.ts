import { expect, it } from 'vitest'
import type { HarnessWorld } from './harness-world.js'
import { tellCommands } from './tell-commands.js'

class Outside {
  readonly #done: string[] = []
  checkout = async (_folder: string, ref: string) => void this.#done.push(`checkout ${ref}`)
  clone = async (url: string) => void this.#done.push(`clone ${url}`)
  async exec(container: string) {
    this.#done.push(`exec in ${container}`)
    return { exitCode: 0, stdout: '', stderr: '' }
  }
  async head() {
    return this.#done.join(', ')
  }
}

function outsideAndTold() {
  const outside = new Outside()
  const told: string[] = []
  const world = { git: outside, swarm: outside } as unknown as HarnessWorld
  return { world: tellCommands(world, (line) => told.push(line)), told }
}

it('tells what moves a checkout and what runs in a container, and does it', async () => {
  const { world, told } = outsideAndTold()

  await world.git.checkout('/repository', 'abc', { force: true })
  await world.swarm.exec('0123456789abcdef', ['sh', '-c', `one\n  two ${'x'.repeat(400)}`])

  expect(told[0]).toBe('git checkout --force abc')
  expect(told[1]).toMatch(/^docker exec 0123456789ab sh -c one two x+…$/)
  expect(await world.git.head('/repository')).toBe('checkout abc, exec in 0123456789abcdef')
})

it('X-05: tells no password of a URL', async () => {
  const { world, told } = outsideAndTold()

  await world.git.clone('https://bot:hunter2@forge.example/r.git', '/folder', { ref: 'abc' })

  expect(told).toEqual(['git clone https://forge.example/r.git at abc'])
})
