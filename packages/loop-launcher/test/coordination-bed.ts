import { execFileSync, type StdioOptions } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ExecaProcessRunner, SystemClock } from '@cc-ci/kernel'
import { putOnPath } from '@cc-ci/kernel/testing'
import { openClones } from '../src/adapters/open-clones.js'
import type { Amendment, Publication } from '../src/ports/coordination.js'

export interface CoordinationBed {
  readonly folder: string
  readonly remote: string
  readonly clone: string
  git(folder: string, ...args: string[]): string
  write(path: string, text: string | Uint8Array): void
}

export function git(folder: string, ...args: string[]): string {
  const who = ['-c', 'user.name=Somebody', '-c', 'user.email=somebody@example.org']
  const stdio: StdioOptions = ['ignore', 'pipe', 'pipe']
  return execFileSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8', stdio }).trim()
}

/** A bare remote with one commit of code, and a clone of it. */
export function coordinationBed(folder: string): CoordinationBed {
  const [remote, clone] = [join(folder, 'remote.git'), join(folder, 'clone')]
  git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote)
  git(folder, 'clone', '--quiet', remote, clone)
  git(clone, 'switch', '--quiet', '--create', 'main')
  const write: CoordinationBed['write'] = (path, text) => {
    mkdirSync(join(clone, path, '..'), { recursive: true })
    writeFileSync(join(clone, path), text)
  }
  write('code.txt', 'code\n')
  git(clone, 'add', '--all')
  git(clone, 'commit', '--quiet', '--message=Begin')
  git(clone, 'push', '--quiet', '--set-upstream', 'origin', 'main')
  return { folder, remote, clone, git, write }
}

export async function open(
  cwd: string,
  change: { readonly repository?: string; readonly env?: Record<string, string> } = {},
) {
  const environment = { ...process.env, ...change.env }
  return openClones(
    { repository: change.repository ?? '.', folder: 'protocol' },
    { workspace: cwd, cwd, loopFolders: [] },
    { processes: new ExecaProcessRunner(), environment, clock: new SystemClock() },
  )
}

export const builder = { name: 'builder', role: 'builder' } as const

export async function publish(
  cwd: string,
  amendment: Amendment,
  env: Record<string, string> = {},
): Promise<Publication> {
  const publication = await (await open(cwd, { env })).coordination.publish(builder, async () => amendment)
  if (publication === undefined) throw new Error('nothing was published')
  return publication
}

export const amendment = (subject: string, path = '1/STATUS.md', text = `${subject}\n`): Amendment => ({
  subject,
  files: new Map([[path, text]]),
})

/** Publishes from a program that is killed in the moment in which it would run that git command. */
export async function publishKilledAt(action: string, cwd: string, subject: string): Promise<number> {
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim()
  const script = `case " $* " in *" ${action} "*) kill -9 "$PPID"; exit 1;; esac; exec ${real} "$@"`
  const env = putOnPath(join(cwd, '.git/killing-programs'), { git: script })
  const program = fileURLToPath(new URL('programs/publish-file.ts', import.meta.url))
  const args = ['--conditions=@cc-ci/source', '--import', import.meta.resolve('tsx'), program]
  const shell = ['-c', '"$@"; exit $?', 'sh', process.execPath, ...args, subject, '1/STATUS.md', `${subject}\n`]
  const { exitCode } = await new ExecaProcessRunner().run('sh', shell, { cwd, env })
  return exitCode
}
