import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { $ } from 'zx'
import { CcCiError } from '../errors.js'
import { report } from '../progress.js'

/** What a bed of its own needs from Debian. */
export const enginePackages = ['docker.io', 'iproute2', 'iptables', 'nftables'] as const
export const basePackages = ['mmdebstrap'] as const
export const registryPackages = ['docker-registry'] as const

const policyFile = '/usr/sbin/policy-rc.d'

/** Debian release code name, for example `bookworm`. */
export function debianRelease(): string {
  const text = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : ''
  const field = (name: string) => new RegExp(`^${name}="?([^"\n]*)"?$`, 'm').exec(text)?.[1] ?? ''
  if (field('ID') !== 'debian') {
    throw new CcCiError('TESTBED_NEEDS_DEBIAN', `this machine runs ${field('PRETTY_NAME') || 'no Debian'}`, {
      hint: 'start Docker yourself (any installation will do), or use Debian',
    })
  }
  return field('VERSION_CODENAME')
}

/** Installs what is missing and nothing else. */
export async function ensurePackages(wanted: readonly string[]): Promise<void> {
  const missing = await missingPackages(wanted)
  if (missing.length === 0) return
  requireRoot('install Debian packages')
  debianRelease()
  report(`installing ${missing.join(' ')}`)
  await withoutStartingServices(async () => {
    if ((await install(missing)) === undefined) return
    await $({ quiet: true, nothrow: true })`apt-get update -qq`
    const problem = await install(missing)
    if (problem !== undefined) {
      throw new CcCiError('TESTBED_PACKAGES', `apt-get install ${missing.join(' ')} failed: ${problem}`, {
        hint: 'check /etc/apt/sources.list.d and the network, then run the command again',
      })
    }
  })
}

export function requireRoot(purpose: string): void {
  if (process.getuid?.() === 0) return
  throw new CcCiError('TESTBED_NEEDS_ROOT', `only root can ${purpose}`, {
    hint: 'run as root, or set DOCKER_HOST to a Docker Engine that answers',
  })
}

async function missingPackages(wanted: readonly string[]): Promise<string[]> {
  const described = await $({ quiet: true, nothrow: true })`dpkg-query -s ${wanted}`
  const installed = described.stdout
    .split('\n\n')
    .filter((stanza) => stanza.includes('\nStatus: install ok installed'))
    .map((stanza) => /^Package: (.*)$/m.exec(stanza)?.[1])
  return wanted.filter((name) => !installed.includes(name))
}

async function install(names: readonly string[]): Promise<string | undefined> {
  const result = await $({
    quiet: true,
    nothrow: true,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })`apt-get install -y -qq --no-install-recommends ${names}`
  return result.exitCode === 0 ? undefined : result.stderr.trim().split('\n').slice(-3).join(' / ')
}

/** Debian starts a service it installs; the bed starts its own engine and registry and wants no others. */
async function withoutStartingServices(work: () => Promise<void>): Promise<void> {
  if (existsSync(policyFile)) return work()
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    await work()
  } finally {
    rmSync(policyFile, { force: true })
  }
}
