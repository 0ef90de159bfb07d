import { parseArgs } from 'node:util'
import { bedPaths } from './bed-paths.js'
import { down } from './down.js'
import { CcCiError, isCcCiError } from './errors.js'
import { pushImages } from './registry.js'
import { type BedStatus, status } from './status.js'
import { up } from './up.js'

const usage = `usage: testbed up [--nested] [--registry] [image…]   bring up what is not up, with these images or sets
       testbed seed [--nested] image…                the same, for the images' sake (sets: quickstart, all)
       testbed push image…                           put images into the bed's registry
       testbed status [--json]                       say what runs; exit 1 when the bed is not ready
       testbed down                                  remove all that up made
`

async function main(): Promise<number> {
  const { values, positionals } = parseArguments()
  const [command = '', ...images] = positionals
  switch (command) {
    case 'up':
    case 'seed': {
      const endpoint = await up({ nested: values.nested, registry: values.registry, images })
      process.stdout.write(`${JSON.stringify(endpoint, null, 2)}\n`)
      return 0
    }
    case 'push':
      await up({ nested: true, registry: true, images })
      await pushImages(bedPaths(), images)
      return 0
    case 'status':
      return printStatus(await status(), values.json)
    case 'down':
      await down()
      return 0
    default:
      process.stderr.write(usage)
      return 2
  }
}

function parseArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        nested: { type: 'boolean', default: false },
        registry: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    })
  } catch (error) {
    throw new CcCiError('TESTBED_USAGE', (error as Error).message, { exitCode: 2, hint: usage })
  }
}

function printStatus(bed: BedStatus, json: boolean): number {
  const { endpoint, images, ready, ...parts } = bed
  const lines = Object.entries(parts).map(([name, value]) => `${name.padEnd(9)} ${value}`)
  const text = [
    `ready     ${ready ? 'yes' : 'no'}`,
    ...lines,
    `address   ${endpoint?.proxy.address ?? 'none'}`,
    `images    ${images.join(' ')}`,
  ]
  process.stdout.write(json ? `${JSON.stringify(bed, null, 2)}\n` : `${text.join('\n')}\n`)
  return ready ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!isCcCiError(error)) throw error
  process.stderr.write(`${error.message}\nCode: ${error.code}\n${error.hint ? `Try this: ${error.hint}\n` : ''}`)
  process.exitCode = error.exitCode
}
