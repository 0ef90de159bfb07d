import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { builtProgram } from './built-program.js'
import { type LoopShell, loopShell } from './loop-shell.js'

const manifest = JSON.parse(readFileSync(join(builtProgram, '../../oclif.manifest.json'), 'utf8'))
const commands: { id: string; examples: string[] }[] = Object.values(manifest.commands)

/** In the order in which a user would come to them. */
const before = 'loop:init loop:doctor loop:start loop:status watchdog:run watchdog:status loop:top loop:send'
const after =
  'loop:logs loop:attach loop:hold loop:release loop:restart loop:explain loop:report watchdog:replay watchdog:export watchdog:judge watchdog:canary watchdog:install-unit loop:stop watchdog:drill'
const order = `${before} ${after}`.split(' ')
const examples = order.flatMap((id) =>
  (commands.find((command) => command.id === id)?.examples ?? []).map((example) =>
    example.replace('<%= config.bin %>', 'cc-ci').replace('<%= command.id %>', id.replace(':', ' ')),
  ),
)

/** Recordings of a running loop, under the names that the examples have for them. */
const record = `
    terminal=$(cc-ci loop attach builder --json | node -p 'JSON.parse(require("fs").readFileSync(0)).command.slice(0, 3).join(" ")')
    $terminal capture-pane -p -t builder > screen.txt
    for file in "$CLAUDE_CONFIG_DIR"/sessions/*.json; do cat "$file"; echo; done > sessions.jsonl`

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
    for loop in builder adversary orchestrator; do git clone --quiet ../hub.git clones/$loop; done`)
})
afterAll(async () => {
  await shell.type('cc-ci loop stop || true').catch(() => undefined)
  for (const end of ends) end()
})

describe('each example of the commands about loops works as it stands', () => {
  it('and each command has some', () => {
    const about = commands.filter(({ id }) => /^(loop|watchdog):/.test(id))
    expect(about.filter(({ examples: own }) => own.length === 0)).toEqual([])
    expect(about.map(({ id }) => id)).toEqual(order.toSorted())
  })

  it.each(examples)('%s', async (example) => {
    if (example.includes(' attach ')) await shell.type(record)
    // What the doctor and the canary find depends on the host: 1 is a finding, not a failure.
    const allowed = /doctor|canary/.test(example) ? ' || [ $? = 1 ]' : ''
    expect(await shell.type(`${example}${allowed}`)).not.toMatch(/^Code: /m)
  })
})
