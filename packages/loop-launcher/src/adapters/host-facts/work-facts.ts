import { access, constants, readdir } from 'node:fs/promises'
import { delimiter, isAbsolute, join, relative, sep } from 'node:path'
import type { ProcessRunner } from '@cc-ci/kernel'
import type { AgentFact, TextFile } from '../../ports/host-facts.js'
import { ask } from './look.js'
import { orAbsent, readText } from './read-text.js'

export async function readTextFile(folder: string, file: string): Promise<TextFile> {
  return { file, text: await readText(join(folder, file)) }
}

/** Files below the protocol folder, and files that carry the name of one of its files at the top of the repository. */
export async function readProtocolPaths(repository: string, folder: string) {
  const top = join(repository, folder)
  const entries = await orAbsent(() => readdir(top, { withFileTypes: true, recursive: true }), [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const besides = await orAbsent(() => readdir(repository), [])
  return {
    folder,
    paths: files.map((file) => relative(top, file).split(sep).join('/')),
    strays: besides.filter((name) => /^(STATUS|BACKLOG|REVIEW|JOURNAL|DECISIONS|DEFERRED)\.md$/.test(name)),
  }
}

/** The program as PATH finds it, and the version that the whole command says: the program may be an interpreter. */
export async function readAgent(
  [program = '', ...args]: readonly string[],
  { path, cwd }: { readonly path: string | undefined; readonly cwd: string },
  processes: ProcessRunner,
): Promise<AgentFact> {
  const candidates = program.includes('/')
    ? [isAbsolute(program) ? program : join(cwd, program)]
    : (path ?? '').split(delimiter).map((folder) => join(folder, program))
  const runnable = await firstThat(candidates, constants.X_OK)
  const found = runnable ?? (await firstThat(candidates, constants.F_OK))
  if (found === undefined) return { path: undefined, executable: false, version: undefined }
  if (runnable === undefined) return { path: found, executable: false, version: undefined }
  const { stdout } = await ask(processes, [found, ...args, '--version'])
  return { path: found, executable: true, version: /\d+\.\d+\.\d+[\w.-]*/.exec(stdout)?.[0] }
}

async function firstThat(files: readonly string[], mode: number): Promise<string | undefined> {
  for (const file of files) {
    const fits = await access(file, mode).then(
      () => true,
      () => false,
    )
    if (fits) return file
  }
  return undefined
}
