import { join, resolve } from 'node:path'
import { Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.js'
import { enableUnit, enablingCommands, placingCommand } from '../../watchdog-view/enable-unit.js'
import { formatInstallation } from '../../watchdog-view/format-installation.js'
import { planUnits, type UnitChange, writeUnits } from '../../watchdog-view/plan-units.js'
import { quoteWords } from '../../watchdog-view/quote-words.js'
import { readUnitHost, type UnitHost } from '../../watchdog-view/read-unit-host.js'
import { unitFolder, unitNameOf } from '../../watchdog-view/unit-place.js'

export interface Installation {
  readonly schemaVersion: 1
  readonly folder: string
  readonly service: string
  readonly units: readonly UnitChange[]
  readonly host: UnitHost
  readonly enabled: boolean
  /** Commands that are still to be typed, in order. */
  readonly remaining: readonly string[]
}

export default class WatchdogInstallUnit extends BaseCommand {
  static override readonly flags = {
    output: Flags.string({ char: 'o', description: 'folder for the units; your own systemd folder when absent' }),
    name: Flags.string({ description: 'part of the names of the units; the workspace’s folder when absent' }),
    'dry-run': Flags.boolean({ description: 'show the units and write nothing' }),
    enable: Flags.boolean({
      description: 'let systemd start the watchdog now and at each boot',
      exclusive: ['output', 'dry-run'],
    }),
    force: Flags.boolean({ description: 'also replace units that were changed by hand' }),
  }
  static override readonly description =
    'write systemd units of your own user that keep the watchdog running, also after a boot, and restart one that is stuck'
  static override readonly examples = [
    '<%= config.bin %> <%= command.id %> --dry-run',
    '<%= config.bin %> <%= command.id %> --output units',
    '<%= config.bin %> <%= command.id %> --output units --json',
  ]

  async run(): Promise<Installation> {
    const { flags } = await this.parse(WatchdogInstallUnit)
    const { folder: workspace } = await this.workspace()
    const { serviceName, unitEnvironment, unitFiles } = await import('@cc-ci/watchdog')
    const { cwd, environment } = this.world
    const name = unitNameOf(workspace, flags.name)
    const folder = flags.output === undefined ? unitFolder(environment) : resolve(cwd, flags.output)
    const command = [process.execPath, join(this.config.root, 'bin/run.js')]
    const files = unitFiles({ name, workspace, command, environment: unitEnvironment(environment) })
    const units = planUnits(folder, files, { force: flags.force === true })
    const host = await readUnitHost(this.world)
    const dry = flags['dry-run'] === true
    if (!dry) writeUnits(folder, units)
    const service = serviceName(name)
    const enabled = flags.enable === true && !dry
    if (enabled) await enableUnit(service, this.world)
    const remaining = [
      ...(flags.output === undefined ? [] : [placingCommand(units, unitFolder(environment))]),
      ...host.remedies,
      ...(enabled ? [] : enablingCommands(service).map(quoteWords)),
    ]
    const installation: Installation = { schemaVersion: 1, folder, service, units, host, enabled, remaining }
    this.log(formatInstallation(installation, { dry }))
    return installation
  }
}
