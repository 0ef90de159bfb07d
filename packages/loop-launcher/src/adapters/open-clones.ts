import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { ProtocolSettings } from '@cc-ci/contracts/loop-settings'
import { CcCiError, type Clock, isCcCiError } from '@cc-ci/kernel'
import type { CodeTree, Coordination } from '../ports/coordination.js'
import { checkProtocolFolder } from './check-protocol-folder.js'
import { findClone, type GitClone, type GitCloneOptions } from './git-clone.js'
import { GitCodeTree } from './git-code-tree.js'
import { GitCoordination } from './git-coordination.js'

export interface ClonePlaces {
  /** The folder of cc-ci.yaml. */
  readonly workspace: string
  /** Where the command was typed. */
  readonly cwd: string
  /** Clones of the loops, the acting one first: they are tried where `cwd` is in none. */
  readonly loopFolders: readonly string[]
}

export interface OpenedClones {
  readonly coordination: Coordination
  readonly tree: CodeTree
  /** Top folder of the clone whose code is meant. */
  readonly folder: string
}

/**
 * Finds the clone that holds the protocol and the one that holds the code, which usually are one. Throws
 * NOT_A_GIT_REPOSITORY, PROTOCOL_CLONE_MISSING, PROTOCOL_FOLDER_INVALID.
 */
export async function openClones(
  { repository, folder: named }: Pick<ProtocolSettings, 'repository' | 'folder'>,
  places: ClonePlaces,
  options: GitCloneOptions & { readonly clock: Clock },
): Promise<OpenedClones> {
  const folder = checkProtocolFolder(named)
  const clones = await findClones([places.cwd, ...places.loopFolders], options)
  const coordinating = await pickClone(repository, { clones, places, options })
  const code = clones[0] ?? coordinating
  return {
    coordination: new GitCoordination(coordinating, { folder, clock: options.clock }),
    tree: new GitCodeTree(code, code.folder === coordinating.folder ? folder : undefined),
    folder: code.folder,
  }
}

async function pickClone(
  repository: string,
  { clones, places, options }: { clones: readonly GitClone[]; places: ClonePlaces; options: GitCloneOptions },
): Promise<GitClone> {
  if (/^[a-z][a-z0-9+.-]*:\/\/|^[\w.-]+@[\w.-]+:/i.test(repository)) return pickByRemote(repository, clones)
  const folder = resolve(places.workspace, repository)
  if (folder !== places.workspace) {
    const own = await cloneOrNone(folder, options)
    if (own !== undefined && own.folder !== clones[0]?.folder && (await isWorkTree(own, folder))) return own
  }
  return clones[0] ?? findClone(places.cwd, options)
}

/** A folder inside of another clone, or a bare repository, is not one that we could commit in. */
async function isWorkTree(clone: GitClone, folder: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(clone.folder), stat(folder)])
  return one.ino === other.ino && one.dev === other.dev
}

async function pickByRemote(url: string, clones: readonly GitClone[]): Promise<GitClone> {
  for (const clone of clones) {
    const urls = (await clone.try(['config', '--get-regexp', '^remote\\..*\\.url$'])).stdout.split('\n')
    if (urls.some((line) => sameUrl(line.replace(/^\S+ /, ''), url))) return clone
  }
  throw new CcCiError('PROTOCOL_CLONE_MISSING', `Neither here nor at a loop is a clone of ${withoutPassword(url)}.`, {
    hint: 'Clone it into the folder of the loop, and run the command there.',
    exitCode: 2,
  })
}

async function findClones(folders: readonly string[], options: GitCloneOptions): Promise<GitClone[]> {
  const found = await Promise.all(folders.map((folder) => cloneOrNone(folder, options)))
  return found.filter((clone) => clone !== undefined)
}

async function cloneOrNone(folder: string, options: GitCloneOptions): Promise<GitClone | undefined> {
  const there = await stat(folder).catch(() => undefined)
  if (there?.isDirectory() !== true) return undefined
  return findClone(folder, options).catch((error) => {
    if (isCcCiError(error) && error.code === 'NOT_A_GIT_REPOSITORY') return undefined
    throw error
  })
}

const withoutPassword = (url: string): string => url.replace(/(:\/\/)[^\s/@]+@/, '$1')

function sameUrl(one: string, other: string): boolean {
  const [a, b] = [one, other].map((url) => withoutPassword(url).replace(/(\.git)?\/*$/, ''))
  return a === b
}
