import { CcCiError } from '@cc-ci/kernel'
import { ManualClock } from '@cc-ci/kernel/testing'
import { describe, expect, it } from 'vitest'
import { InMemorySwarm } from '../testing/index.js'
import { MemoryMeter } from './memory-meter.js'

const mebibyte = 1024 ** 2
const stack = 'wiki-0a1b2c_ci_test'

/** One sample for each entry, which prepares the Swarm for it; then the measurement ends. */
async function measure(samples: readonly ((swarm: InMemorySwarm) => void)[]) {
  const clock = new ManualClock()
  const swarm = new InMemorySwarm({ clock })
  const times: number[] = []
  let meter: MemoryMeter | undefined
  const peak = await new Promise<number | null>((resolve) => {
    const containers: InMemorySwarm['containers'] = async (name) => {
      await Promise.resolve()
      times.push(clock.monotonic())
      if (times.length === samples.length && meter !== undefined) resolve(meter.stop())
      samples[times.length - 1]?.(swarm)
      return swarm.containers(name)
    }
    meter = new MemoryMeter(stack, { clock, swarm: { containers, memoryOf: (id) => swarm.memoryOf(id) } })
  })
  return { peak, times }
}

const uses = (...mebibytes: number[]) => {
  return (swarm: InMemorySwarm): void => {
    if (swarm.memory.size === 0) {
      swarm.addStack(stack, { services: mebibytes.map((_, index) => `service${index}`) })
      swarm.addStack('another', { services: ['big'] })
    }
    for (const [index, amount] of mebibytes.entries()) swarm.memory.set(`container${index + 1}`, amount * mebibyte)
    swarm.memory.set(`container${mebibytes.length + 1}`, 5_000 * mebibyte)
  }
}
const fails = () => {
  throw new CcCiError('DOCKER_UNREACHABLE', 'x')
}

describe('the peak of memory', () => {
  it('is the highest sum of the stack’s containers, sampled every two seconds', async () => {
    expect(await measure([uses(100, 50), uses(150, 80), uses(120, 60)])).toEqual({
      peak: 230,
      times: [0, 2_000, 4_000],
    })
  })

  it('does without a sample that failed', async () => {
    expect((await measure([uses(100), fails, uses(90)])).peak).toBe(100)
  })

  it('counts the containers that can be read', async () => {
    const oneOfTwo = (swarm: InMemorySwarm): void => {
      uses(100, 50)(swarm)
      swarm.memory.delete('container2')
    }
    expect((await measure([oneOfTwo])).peak).toBe(100)
  })

  it.each([
    ['every sample failed', [fails, fails]],
    ['nothing ran', [() => undefined]],
  ])('is unknown, not zero, when %s', async (_, samples) => {
    expect((await measure(samples)).peak).toBeNull()
  })
})
