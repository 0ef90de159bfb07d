import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/**
 * Writes the licences of all third-party code that a build bundled, as their terms demand of whoever ships it.
 * Usage: collect-licences <package folder>, after a build that left dist/metafile-esm.json.
 */
const folder = resolve(process.argv[2] ?? '.')
const metafile = join(folder, 'dist/metafile-esm.json')
const { inputs } = JSON.parse(readFileSync(metafile, 'utf8')) as { inputs: Record<string, unknown> }

const packages = new Set(Object.keys(inputs).flatMap((input) => packageFolderOf(resolve(folder, input))))
const sections = [...packages].sort().map(describePackage)
writeFileSync(join(folder, 'dist/third-party-licences.txt'), `${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`)
rmSync(metafile)

/** The folder of the package that a file belongs to; none for our own sources. */
function packageFolderOf(file: string): string[] {
  const marker = `${join('/node_modules')}/`
  const at = file.lastIndexOf(marker)
  if (at === -1) return []
  const [first = '', second = ''] = file.slice(at + marker.length).split('/')
  const name = first.startsWith('@') ? join(first, second) : first
  return [join(file.slice(0, at), 'node_modules', name)]
}

function describePackage(packageFolder: string): string {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    name: string
    version: string
    license?: string
  }
  const texts = readdirSync(packageFolder)
    .filter((file) => /^(licen[cs]e|notice|copying)/i.test(file))
    .map((file) => readFileSync(join(packageFolder, file), 'utf8').trim())
  if (texts.length === 0 && manifest.license === undefined)
    throw new Error(`${dirname(packageFolder)} states no licence`)
  return [`${manifest.name} ${manifest.version} (${manifest.license ?? 'see below'})`, ...texts].join('\n\n')
}
