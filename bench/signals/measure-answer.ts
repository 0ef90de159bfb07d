import { readFileSync } from 'node:fs'
import { Agent, get } from 'node:https'
import { createSecureContext } from 'node:tls'
import { $ } from 'zx'
import { type Bed, root } from '../bed.js'
import { program, runTester } from '../run-tester.js'
import type { Measured } from './measure-failure.js'

const everyMs = 20
const accepted = new Set([200, 301, 302])

/** Asks the app through the proxy every 20 ms, and compares its first answer with when the harness knew of it. */
export async function measureAnswer(recipe: string, bed: Bed): Promise<Measured> {
  const plan = await $({ cwd: root, quiet: true })`node ${program} test ${recipe} --tiers install --plan --json`
  const [planned] = (JSON.parse(plan.stdout) as { plans: { domain: string }[] }).plans
  if (planned === undefined) throw new Error(`cc-ci has no plan for ${recipe}`)
  const prober = new Prober(planned.domain, bed)
  try {
    const { result, events } = await runTester([recipe, '--tiers', 'install'])
    const known = events.find((event) => event.type === 'phase.finished' && event.phase === 'serve')?.at
    if (result.verdict !== 'green' || known === undefined || prober.firstAnswer === undefined)
      throw new Error(`${recipe} did not come up: ${result.fault?.evidence ?? 'the prober got no answer'}`)
    return { what: recipe, sign: 'the app answers through the proxy', seconds: known - prober.firstAnswer, budget: 0.3 }
  } finally {
    prober.stop()
  }
}

class Prober {
  /** When the app first answered, in epoch seconds. */
  firstAnswer: number | undefined
  readonly #timer: NodeJS.Timeout
  readonly #agent: Agent
  #asking = false

  constructor(domain: string, { proxy }: Bed) {
    const secureContext = createSecureContext({ ca: readFileSync(proxy.caFile) })
    this.#agent = new Agent({ keepAlive: true, secureContext, servername: domain })
    const [host = '', port = '443'] = proxy.address.split(':')
    this.#timer = setInterval(() => this.#ask({ host, port, headers: { host: domain } }), everyMs)
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#agent.destroy()
  }

  #ask(target: { host: string; port: string; headers: { host: string } }): void {
    if (this.#asking || this.firstAnswer !== undefined) return
    this.#asking = true
    const done = (): void => {
      this.#asking = false
    }
    get({ ...target, agent: this.#agent, timeout: 1000 }, (response) => {
      if (accepted.has(response.statusCode ?? 0)) this.firstAnswer ??= Date.now() / 1000
      response.resume().on('close', done)
    }).on('error', done)
  }
}
