import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** A built file and all that it imports before it runs; what is imported at need is no part of a start. */
function loadedWith(file, loaded = new Set()) {
  if (loaded.has(file)) return loaded
  loaded.add(file)
  for (const [, path] of readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"']+)["']/g))
    loadedWith(join(dirname(file), path), loaded)
  return loaded
}

const plain = { brotli: false, gzip: false }

export default [
  {
    ...plain,
    name: 'cc-ci: what every command loads',
    path: [...loadedWith('packages/cli/dist/main.js')],
    limit: '400 kB',
  },
  {
    ...plain,
    name: 'cc-ci: what a run loads before it begins',
    path: [...loadedWith('packages/cli/dist/commands/test.js')],
    limit: '1.2 MB',
  },
  {
    ...plain,
    name: '@cc-ci/kernel',
    path: ['packages/kernel/dist/index.js', 'packages/kernel/dist/chunk-*.js'],
    limit: '36 kB',
  },
]
