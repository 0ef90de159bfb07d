import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'
import { testbedFolder } from '../bed-paths.js'
import { dockerShell } from '../engine/docker-shell.js'
import { CcCiError } from '../errors.js'
import { basePackages, debianRelease, ensurePackages, requireRoot } from '../host/packages.js'
import { baseImage } from './catalog.js'
import { contextLabel } from './context-hash.js'

const sourcesFolder = '/etc/apt/sources.list.d'
const context = join(testbedFolder, 'images', 'base')
const certificates = '/usr/local/share/ca-certificates'
const run = $({ quiet: true })

/** Debian itself, made with the machine's own package sources and named as Docker Hub names it. */
export async function buildBase(dockerHost: string, cacheDir: string, hash: string): Promise<void> {
  const tar = await baseTar(cacheDir, hash)
  const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
  const changes = [`CMD ["bash"]`, `ENV ${path}`, `LABEL ${contextLabel}=${hash}`].flatMap((change) => ['-c', change])
  await dockerShell(dockerHost)`docker import ${changes} ${tar} ${baseImage}`
}

async function baseTar(cacheDir: string, hash: string): Promise<string> {
  const tar = join(cacheDir, `base-${hash}.tar`)
  if (existsSync(tar)) return tar
  requireRoot('build images from Debian packages')
  if (debianRelease() !== 'bookworm') {
    throw new CcCiError('TESTBED_NEEDS_BOOKWORM', `the images are made from Debian 12, this is ${debianRelease()}`, {
      hint: 'use a machine whose network reaches a container registry, or Debian 12',
    })
  }
  await ensurePackages(basePackages)
  mkdirSync(cacheDir, { recursive: true })
  const aptConfig = join(cacheDir, 'apt.conf')
  writeFileSync(aptConfig, `${await machineAptConfig()}${readFileSync(join(context, 'apt.conf'), 'utf8')}`)
  const draft = `${tar}.${process.pid}` // What a killed run left behind may still be written to.
  await run`mmdebstrap --format=tar --variant=minbase --mode=root --include=ca-certificates --aptopt=${aptConfig} --dpkgopt=${join(context, 'dpkg.conf')} ${hooks(aptConfig)} bookworm ${draft} ${debianSources()}`
  renameSync(draft, tar)
  return tar
}

function hooks(aptConfig: string): string[] {
  const trust = existsSync(certificates)
    ? [`cp -r ${certificates}/. "$1${certificates}/"`, 'chroot "$1" update-ca-certificates']
    : []
  return [
    `cp ${aptConfig} "$1/etc/apt/apt.conf.d/90testbed"`,
    'rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin',
    ...trust,
  ].map((command) => `--customize-hook=${command}`)
}

/** How this machine's apt reaches its mirrors. */
async function machineAptConfig(): Promise<string> {
  const lines = (await run`apt-config dump`).stdout.split('\n')
  const wanted = lines.filter((line) => /^Acquire::(https?|ftp|Check-|Retries|ForceIPv)/i.test(line))
  return wanted.map((line) => `${line}\n`).join('')
}

/** The machine's source files signed by Debian; others would need keys that the image does not have. */
function debianSources(): string[] {
  const files = existsSync(sourcesFolder) ? readdirSync(sourcesFolder).map((name) => join(sourcesFolder, name)) : []
  return ['/etc/apt/sources.list', ...files]
    .filter((file) => /\.(list|sources)$/.test(file) && existsSync(file))
    .filter((file) => isDebianOnly(readFileSync(file, 'utf8')))
}

export function isDebianOnly(text: string): boolean {
  const entries = text.split('\n').filter((line) => /^(deb\s|URIs:)/.test(line.trim()))
  const keys = [...text.matchAll(/signed-by[:=]\s*([^\s\]]+)/gi)].map((match) => match[1] ?? '')
  return entries.length > 0 && keys.every((key) => key.includes('debian-archive'))
}
