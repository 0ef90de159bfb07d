import { cpSync, existsSync, mkdirSync, realpathSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { $ } from 'zx'
import type { ImageFamily } from './catalog.js'
import { belongsToImage, contextFolder, contextHash } from './context-hash.js'

const staging = new Map<string, Promise<string>>()

/** A folder to build from: the context of the repository and what npm and this machine's Node add to it. */
export function stageContext(family: ImageFamily, cacheDir: string): Promise<string> {
  const folder = join(cacheDir, 'contexts', `${family.folder}-${contextHash(family)}`)
  const running = staging.get(folder) ?? stage(family, folder).finally(() => staging.delete(folder))
  staging.set(folder, running)
  return running
}

async function stage(family: ImageFamily, folder: string): Promise<string> {
  if (existsSync(folder)) return folder
  const draft = `${folder}.${process.pid}` // What a killed run left behind may still be written to.
  mkdirSync(draft, { recursive: true })
  cpSync(contextFolder(family), draft, { recursive: true, filter: belongsToImage })
  if (family.needs.includes('node')) cpSync(realpathSync(process.execPath), join(draft, 'node'))
  if (family.needs.includes('npm')) {
    const run = $({ quiet: true, cwd: draft })
    // The images run the machine's own Node on the machine's own Debian, so packages installed here fit there.
    await run`npm ci --prefix app --omit=dev --ignore-scripts --no-audit --no-fund`
    await run`npm run --prefix app --if-present trim`
    await run`tar -cf app.tar -C app . && rm -r app` // Tens of thousands of files take the builder half a minute, each time.
  }
  renameSync(draft, folder)
  return folder
}
