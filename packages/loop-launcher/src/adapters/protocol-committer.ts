import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CcCiError, type Clock } from '@cc-ci/kernel'
import type { Actor, Amendment } from '../ports/coordination.js'
import type { GitClone } from './git-clone.js'
import { type ProtocolIntent, readIntent, removeIntent, writeInClone, writeIntent } from './protocol-intent.js'

interface Setting {
  readonly folder: string
  /** A folder of ours inside of the git folder. */
  readonly own: string
  readonly clock: Clock
}

/** Turns files into a commit of theirs alone, in steps of which each can be the last before we are killed. */
export class ProtocolCommitter {
  readonly #clone: GitClone
  readonly #folder: string
  readonly #own: string
  readonly #clock: Clock

  constructor(clone: GitClone, { folder, own, clock }: Setting) {
    this.#clone = clone
    this.#folder = folder
    this.#own = own
    this.#clock = clock
  }

  /** The full hash. Throws PROTOCOL_UNCOMMITTED for a file that somebody is changing by hand. */
  async commit(actor: Actor, { subject, files }: Amendment): Promise<string> {
    const paths = new Map([...files].map(([path, text]) => [`${this.#folder}/${path}`, text]))
    await this.#refuseChanged([...paths.keys()])
    const base = await this.#clone.run(['rev-parse', 'HEAD'])
    const intent = { subject, author: actor.name, base, files: Object.fromEntries(paths) }
    await writeIntent(this.#own, intent)
    return this.#carryOut(intent)
  }

  async finish(): Promise<void> {
    await removeIntent(this.#own)
  }

  /** Undoes the last commit, which must be this one; changes to other files stay. */
  async takeBack(commit: string): Promise<void> {
    await this.#clone.run(['reset', '--quiet', '--keep', `${commit}~1`])
  }

  /** Completes what a killed command had begun, or says that it could not. */
  async recover(): Promise<readonly string[]> {
    const intent = await readIntent(this.#own)
    if (intent === undefined) return []
    const outcome = await this.#complete(intent)
    await removeIntent(this.#own)
    if (outcome === 'was complete') return []
    return outcome === 'completed'
      ? [`“${intent.subject}” had been interrupted and is complete now.`]
      : [`“${intent.subject}” had been interrupted, and its files have changed since: look at them, and run it again.`]
  }

  async #complete({ ...intent }: ProtocolIntent): Promise<'completed' | 'was complete' | 'changed since'> {
    const states = await Promise.all(Object.entries(intent.files).map((file) => this.#stateOf(file, intent.base)))
    if (states.every((state) => state === 'committed')) return 'was complete'
    if (states.some((state) => state === 'changed')) return 'changed since'
    await this.#carryOut(intent)
    return 'completed'
  }

  async #stateOf([path, text]: [string, string], base: string): Promise<'committed' | 'open' | 'changed'> {
    const [wanted, now, before] = [
      await this.#hash(text),
      await this.#hashAt('HEAD', path),
      await this.#hashAt(base, path),
    ]
    if (now === wanted) return 'committed'
    if (now !== before) return 'changed'
    const here = await readFile(join(this.#clone.folder, path), 'utf8').then(
      (content) => this.#hash(content),
      () => undefined,
    )
    return here === wanted || here === now ? 'open' : 'changed'
  }

  async #hash(text: string): Promise<string> {
    return this.#clone.run(['hash-object', '--stdin'], {}, text)
  }

  async #hashAt(commit: string, path: string): Promise<string | undefined> {
    const result = await this.#clone.try(['rev-parse', '--verify', '--quiet', `${commit}:${path}`])
    return result.exitCode === 0 ? result.stdout : undefined
  }

  async #carryOut({ subject, author, files }: ProtocolIntent): Promise<string> {
    for (const [path, text] of Object.entries(files))
      await writeInClone(this.#clone.folder, path, { text, scratch: this.#own })
    const paths = Object.keys(files).map((path) => `:(top,literal)${path}`)
    await this.#clone.run(['add', '--force', '--', ...paths])
    const options = ['--quiet', '--no-verify', '--cleanup=verbatim', `--message=${subject}`, '--only']
    await this.#clone.run(['commit', ...options, '--', ...paths], this.#signature(author))
    return this.#clone.run(['rev-parse', 'HEAD'])
  }

  #signature(name: string): Record<string, string> {
    const date = `${Math.floor(this.#clock.now().getTime() / 1000)} +0000`
    return Object.fromEntries(
      ['AUTHOR', 'COMMITTER'].flatMap((role) => [
        [`GIT_${role}_NAME`, name],
        [`GIT_${role}_EMAIL`, `${name}@loops.cc-ci.invalid`],
        [`GIT_${role}_DATE`, date],
      ]),
    )
  }

  async #refuseChanged(paths: readonly string[]): Promise<void> {
    const literal = paths.map((path) => `:(top,literal)${path}`)
    const changed = await this.#clone.run(['status', '--porcelain', '--untracked-files=all', '--', ...literal])
    if (changed === '') return
    const path = changed.split('\n')[0]?.slice(3) ?? ''
    throw new CcCiError('PROTOCOL_UNCOMMITTED', `${path} has changes that are not committed.`, {
      hint: `Commit them, so that nothing of them is lost: git commit -m "Note the state" -- ${path}`,
      place: { file: join(this.#clone.folder, path) },
      exitCode: 2,
    })
  }
}
