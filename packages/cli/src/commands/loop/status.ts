import { BaseCommand } from '../../base-command.js'
import { buildLoop } from '../../loop/build-loop.js'
import { findLoops } from '../../loop/find-loops.js'
import { formatStatus, type ShownStatus } from '../../loop/format-status.js'
import { loopNameOrAll } from '../../loop/loop-arguments.js'
import { type Gate, readGate } from '../../loop/read-gate.js'

export default class LoopStatusCommand extends BaseCommand {
  static override readonly args = { loop: loopNameOrAll }
  static override readonly description =
    'say what each loop does and since when, what it has used, and what the current phase waits for'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %>',
    '<%= config.bin %> <%= command.id %> builder --json',
  ]

  async run(): Promise<{ gate: Gate | null; loops: readonly ShownStatus[] }> {
    const { args } = await this.parse(LoopStatusCommand)
    const workspace = await this.workspace()
    const { readLoopRecords, readStatus, sumTokens } = await import('@cc-ci/loop-launcher')
    const wanted = findLoops(workspace, args.loop)
    const { folder } = workspace
    const records = await readLoopRecords({ workspace: folder, loops: wanted, environment: this.world.environment })
    const loops: ShownStatus[] = []
    for (const settings of wanted) {
      const { responses = [] } = records.find(({ name }) => name === settings.name)?.usage ?? {}
      const tokens = sumTokens(responses.map((response) => response.tokens))
      loops.push({ ...(await readStatus(await buildLoop(workspace, settings, this.world))), tokens })
    }
    const gate = await readGate(workspace, this.world)
    this.log(formatStatus(loops, { now: this.world.clock.now(), gate }))
    return { gate: gate ?? null, loops }
  }
}
