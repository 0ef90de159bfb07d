import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtProgram } from './built-program.js'
import { type LoopShell, loopShell } from './loop-shell.js'

const manifest = JSON.parse(readFileSync(join(builtProgram, '../../oclif.manifest.json'), 'utf8'))
const commands: { id: string; examples: string[] }[] = Object.values(manifest.commands)

/** In the order in which a user would come to them. */
const order = 'init doctor start status top send logs attach hold release restart explain report stop'.split(' ')
const examples = order.flatMap((name) =>
  (commands.find(({ id }) => id === `loop:${name}`)?.examples ?? []).map((example) =>
    example.replace('<%= config.bin %>', 'cc-ci').replace('<%= command.id %>', `loop ${name}`),
  ),
)

let shell: LoopShell
const ends: (() => void)[] = []
beforeAll(async () => {
  shell = loopShell((end) => void ends.push(end))
  await shell.type(`
    git init --quiet --bare --initial-branch main hub.git
    git clone --quiet hub.git work 2>/dev/null && cd work && git checkout --quiet -B main
    echo 'version: 1' > cc-ci.yaml
    cc-ci loop init --yes
    sed -i -E 's#^    folder: (.*)#    folder: \\1\\n    agent: { command: [cc-ci-fake-agent, --speed, "20"] }#' cc-ci.yaml
    git add --all && git commit --quiet --message Begin && git push --quiet origin main
    for loop in builder adversary orchestrator; do git clone --quiet ../hub.git clones/$loop; done
    cc-ci watchdog run --once`)
})
afterAll(async () => {
  await shell.type('cc-ci loop stop || true').catch(() => undefined)
  for (const end of ends) end()
})

describe('each example of the loop commands works as it stands', () => {
  it('and each command has some', () => {
    const without = commands.filter(({ id, examples: own }) => id.startsWith('loop:') && own.length === 0)
    expect(without.map(({ id }) => id)).toEqual([])
    expect(commands.filter(({ id }) => id.startsWith('loop:')).map(({ id }) => id.slice(5))).toEqual(order.toSorted())
  })

  it.each(examples)('%s', async (example) => {
    // What the doctor finds depends on the host: 1 is a finding, not a failure.
    const allowed = example.includes(' doctor') ? ' || [ $? = 1 ]' : ''
    expect(await shell.type(`${example}${allowed}`)).not.toMatch(/^Code: /m)
  })
})
