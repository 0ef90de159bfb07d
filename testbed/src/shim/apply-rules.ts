import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'
import type { NamespacePlan } from './plan-rules.js'

const table = 'cc_ci_vip'
const run = $({ quiet: true })
const attempt = $({ quiet: true, nothrow: true })

/** Docker drops forwarded packets by default and opens this way only with IPVS. */
const forwardRule = ['DOCKER-USER', '-o', 'docker_gwbridge', '-m', 'conntrack', '--ctstate', 'DNAT', '-j', 'ACCEPT']

/** Applies plans to network namespaces and remembers what it applied, so that an unchanged plan costs nothing. */
export class RuleApplier {
  readonly #namespaces: string
  readonly #applied = new Map<string, string>()
  #gateway: string | undefined

  /** `namespaces` is the engine's folder of network namespaces, `<exec-root>/netns`. */
  constructor(namespaces: string) {
    this.#namespaces = namespaces
  }

  /** True when something changed. */
  async apply(plan: NamespacePlan): Promise<boolean> {
    if (!this.#exists(plan.namespace)) {
      this.#applied.delete(plan.namespace)
      return false
    }
    const text = `${plan.chains}${plan.vips.join()}`
    if (this.#applied.get(plan.namespace) === text) return false
    const enter = this.#enter(plan.namespace)
    if (plan.namespace === 'host') await openHost()
    else await run`${enter} sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'`
    if (plan.namespace.startsWith('lb_')) await ownAddresses(enter, plan.vips)
    const ruleset = `table ip ${table} {}\ndelete table ip ${table}\ntable ip ${table} {\n${plan.chains}}\n`
    await run({ input: ruleset })`${enter} nft -f -`
    this.#applied.set(plan.namespace, text)
    return true
  }

  /** Takes every rule back. */
  async clear(): Promise<void> {
    for (const namespace of [...this.#applied.keys()].filter((name) => this.#exists(name))) {
      await attempt`${this.#enter(namespace)} nft delete table ip ${table}`
    }
    await attempt`iptables -w -D ${forwardRule}`
    this.#applied.clear()
  }

  /** Address of the ingress sandbox on docker_gwbridge, once it has one. */
  async gateway(): Promise<string | undefined> {
    if (!this.#exists('ingress_sbox')) {
      this.#gateway = undefined
    } else if (this.#gateway === undefined) {
      const shown = await attempt`${this.#enter('ingress_sbox')} ip -4 -o addr show dev eth1`
      this.#gateway = /inet ([\d.]+)/.exec(shown.stdout)?.[1]
    }
    return this.#gateway
  }

  #exists(namespace: string): boolean {
    return namespace === 'host' || existsSync(join(this.#namespaces, namespace))
  }

  #enter(namespace: string): string[] {
    return namespace === 'host' ? [] : ['nsenter', `--net=${join(this.#namespaces, namespace)}`]
  }
}

async function openHost(): Promise<void> {
  writeFileSync('/proc/sys/net/ipv4/conf/docker_gwbridge/route_localnet', '1')
  const present = await attempt`iptables -w -C ${forwardRule}`
  if (present.exitCode !== 0) await run`iptables -w -I ${forwardRule}`
}

/** A virtual address must be local to the balancer's namespace, or nothing answers ARP for it. */
async function ownAddresses(enter: readonly string[], wanted: readonly string[]): Promise<void> {
  const shown = await run`${enter} ip -4 -o addr show dev eth0`
  const present = [...shown.stdout.matchAll(/inet ([\d.]+)\/32/g)].map((match) => match[1] ?? '')
  const commands = [
    ...wanted.filter((vip) => !present.includes(vip)).map((vip) => `addr add ${vip}/32 dev eth0`),
    ...present.filter((vip) => !wanted.includes(vip)).map((vip) => `addr del ${vip}/32 dev eth0`),
  ]
  if (commands.length > 0) await run({ input: `${commands.join('\n')}\n` })`${enter} ip -batch -`
}
