import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

// What `cc-ci loop init` copies into a workspace lies at the top of the repository, where people read it; the published
// CLI brings it along below its own folder.
const [target] = process.argv.slice(2)
if (target === undefined) throw new Error('usage: copy-plan-package <folder>')
for (const name of ['plans', 'prompts']) {
  const source = fileURLToPath(new URL(`../${name}`, import.meta.url))
  cpSync(source, join(target, 'plan-package', name), { recursive: true })
}
