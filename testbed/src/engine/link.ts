import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { $ } from 'zx'
import type { EngineSite } from '../bed-paths.js'
import { CcCiError } from '../errors.js'

const forwarding = '/proc/sys/net/ipv4/ip_forward'
const run = $({ quiet: true })
const attempt = $({ quiet: true, nothrow: true })

/** Gives the engine a network namespace of its own, tied to the host by one pair of links, with a way out for builds. */
export async function ensureLink(site: EngineSite): Promise<void> {
  if (!existsSync(`/run/netns/${site.netns}`)) await run`ip netns add ${site.netns}`
  if (!existsSync(`/sys/class/net/${site.hostLink}`)) {
    await refuseTakenSubnet(site)
    await run`ip link add ${site.hostLink} type veth peer name eth0 netns ${site.netns}`
    await run`ip addr add ${site.hostAddress}/24 dev ${site.hostLink}`
    await run`ip link set ${site.hostLink} up`
  }
  const commands = `link set lo up
addr replace ${site.address}/24 dev eth0
link set eth0 up
route replace default via ${site.hostAddress}
`
  await run({ input: commands })`ip -netns ${site.netns} -batch -`
  if (readFileSync(forwarding, 'utf8').trim() === '0') writeFileSync(forwarding, '1')
  for (const rule of hostRules(site)) {
    const present = await attempt`iptables -w -t ${rule.table} -C ${rule.chain} ${rule.match}`
    if (present.exitCode !== 0) await run`iptables -w -t ${rule.table} -I ${rule.chain} ${rule.match}`
  }
}

export async function removeLink(site: EngineSite): Promise<void> {
  for (const rule of hostRules(site)) await attempt`iptables -w -t ${rule.table} -D ${rule.chain} ${rule.match}`
  await attempt`ip link del ${site.hostLink}`
  await attempt`ip netns del ${site.netns}`
}

/** First in FORWARD, because Docker on the host sets that chain's policy to DROP. */
function hostRules(site: EngineSite): { table: string; chain: string; match: string[] }[] {
  const comment = ['-m', 'comment', '--comment', site.netns]
  return [
    { table: 'filter', chain: 'FORWARD', match: ['-i', site.hostLink, ...comment, '-j', 'ACCEPT'] },
    { table: 'filter', chain: 'FORWARD', match: ['-o', site.hostLink, ...comment, '-j', 'ACCEPT'] },
    {
      table: 'nat',
      chain: 'POSTROUTING',
      match: ['-s', site.subnet, '!', '-d', site.subnet, ...comment, '-j', 'MASQUERADE'],
    },
  ]
}

async function refuseTakenSubnet(site: EngineSite): Promise<void> {
  const routes =
    (await run`ip -4 -o route show root ${site.subnet}`).stdout +
    (await run`ip -4 -o route show match ${site.hostAddress}`).stdout
  const taken = routes.split('\n').find((line) => line !== '' && !line.startsWith('default'))
  if (taken === undefined) return
  throw new CcCiError('TESTBED_SUBNET_TAKEN', `the bed's network ${site.subnet} is already routed: ${taken.trim()}`, {
    hint: 'set CC_CI_TESTBED_DIR to another folder; the network is derived from its name',
  })
}
