import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run } from './with-pnpm.mjs'

export const chromium = { program: 'chromium', packages: ['chromium', 'fonts-dejavu-core'] }
export const curl = { program: 'curl', packages: ['curl'] }
export const git = { program: 'git', packages: ['git'] }
export const tmux = { program: 'tmux', packages: ['tmux'] }
export const systemd = { program: 'systemd-analyze', packages: ['systemd'] }
export const pytest = { program: 'pytest', packages: ['python3-pytest'] }

/** Installs the Debian packages of programs that are not on PATH, as root on Debian only; elsewhere does nothing. */
export async function installPrograms(...programs) {
  const wanted = programs.flatMap(({ program, packages }) => (isOnPath(program) ? [] : packages))
  if (wanted.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return { exitCode: 0, output: '' }
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { quiet: true, env })
  return run('apt-get', ['install', '-y', '--no-install-recommends', ...wanted], { quiet: true, env })
}

function isOnPath(program) {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
}
