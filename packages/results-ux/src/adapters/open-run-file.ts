import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { isFolderName, listRunFiles } from './run-files.js'

/** What a file is served as. Anything else is plain text: what a recipe wrote must not run in our name. */
const types: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  svg: 'image/svg+xml',
  json: 'application/json',
  xml: 'text/xml; charset=utf-8',
  html: 'text/html; charset=utf-8',
}

/** Loads and runs nothing at all, whoever wrote the file. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"

export interface OpenRunFile {
  readonly stream: ReadableStream
  readonly headers: Readonly<Record<string, string>>
}

/**
 * A file of a finished run, as a server hands it out; undefined unless it is one of those that a site shows, whatever
 * way its name takes there.
 */
export async function openRunFile(runsFolder: string, folder: string, file: string): Promise<OpenRunFile | undefined> {
  if (!isFolderName(folder)) return undefined
  const files = await listRunFiles(join(runsFolder, folder))
  if (!files.includes('results.json') || !files.includes(file)) return undefined
  const path = join(runsFolder, folder, file)
  const { size } = await stat(path)
  const ending = file.slice(file.lastIndexOf('.') + 1)
  return {
    stream: Readable.toWeb(createReadStream(path)) as ReadableStream,
    headers: {
      'content-type': types[ending] ?? 'text/plain; charset=utf-8',
      'content-length': String(size),
      'content-security-policy': policy,
    },
  }
}
