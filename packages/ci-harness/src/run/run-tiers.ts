import type { TierName } from '@cc-ci/contracts/run-result'
import { measureDisk } from '../measure/measure-disk.js'
import { type BackupPlan, readBackupPlan } from '../recipe/backup-labels.js'
import { swarmNameOf } from '../recipe/compose-document.js'
import { mountedVolumesOf } from '../recipe/service-mounts.js'
import { runBackupTier } from '../tiers/backup.js'
import { runCustomTier } from '../tiers/custom.js'
import { runInstallTier } from '../tiers/install.js'
import { runRestoreTier } from '../tiers/restore.js'
import { runUpgradeTier } from '../tiers/upgrade.js'
import { chaosVersion } from './chaos-version.js'
import { placeComposeOverlay, removeRepairs, repairsOf } from './place-overlays.js'
import { isFailure, type PreparedApp, prepareApp } from './prepare-app.js'
import { prepareBase } from './prepare-base.js'
import { readRecipeTree } from './recipe-tree.js'
import type { RunContext } from './run-context.js'

/** Runs the tiers that were asked for, in their order, on one deployment; a tier without a running app below it is not run. */
export async function runTiers(context: RunContext, head: PreparedApp): Promise<void> {
  const { plan } = context
  const base = plan.base.kind === 'skip' ? undefined : await context.journal.phase('base', () => prepareBase(context))
  if (!(await install(context, base, head))) return skipRest(context, 'the install failed')
  // What install steps changed in the env file is what the upgrade starts from.
  if (base !== undefined && !(await upgrade(context, context.app ?? base)))
    return skipRest(context, 'the head does not run')
  await backUpAndRestore(context, context.app ?? head)
  await custom(context)
  await measureStores(context)
}

async function measureStores({ stores, record, app, plan }: RunContext): Promise<void> {
  if (stores === undefined || app === undefined) return
  const volumes = mountedVolumesOf(app.document).map((volume) => swarmNameOf(volume, plan.stack))
  record.resources = { ...record.resources, diskMb: await measureDisk(stores.companion, volumes) }
}

const asked = (context: RunContext, tier: TierName): boolean => context.plan.tiers.includes(tier)

function skipRest({ record, plan }: RunContext, reason: string): void {
  const done = new Set(record.stages.map(({ name }) => name))
  for (const tier of plan.tiers) if (!done.has(tier) && tier !== 'lint') record.notRun.set(tier, `not run: ${reason}`)
}

async function install(context: RunContext, base: PreparedApp | undefined, head: PreparedApp): Promise<boolean> {
  const { plan, world, checkout } = context
  if (base !== undefined) {
    const isTag = plan.base.version !== null && !(await world.git.isDirty(checkout))
    return runInstallTier(context, {
      app: base,
      version: plan.base.version ?? plan.base.ref?.slice(0, 8) ?? '',
      chaosVersion: isTag ? undefined : await chaosVersion(context, await world.git.head(checkout)),
      isBase: true,
    })
  }
  context.record.notRun.set('upgrade', plan.base.reason)
  await world.git.checkout(checkout, plan.head, { force: true })
  await placeComposeOverlay(checkout, plan.overlays.compose)
  return runInstallTier(context, {
    app: head,
    version: plan.headVersion ?? plan.head.slice(0, 8),
    chaosVersion: await chaosVersion(context),
    isBase: false,
  })
}

async function upgrade(context: RunContext, base: PreparedApp): Promise<boolean> {
  const { plan, world, checkout, settings } = context
  const { compose } = plan.overlays
  await removeRepairs(checkout, repairsOf(plan.overlays, plan.base.version ?? plan.base.ref ?? plan.head))
  // Right before the deploy: whatever moved the checkout since, the head is what runs.
  await world.git.checkout(checkout, plan.head, { force: true })
  await placeComposeOverlay(checkout, compose)
  const head = await prepareApp(
    {
      recipe: plan.recipe,
      version: plan.head.slice(0, 8),
      domain: plan.domain,
      checkout,
      tree: await readRecipeTree(checkout),
      extraEnv: { ...settings.extraEnv, ...settings.upgradeExtraEnv },
      existingEnv: base.env.text,
      overlay: compose,
    },
    world.engine,
  )
  if (isFailure(head)) {
    context.record.failures.push({ tier: 'upgrade', failure: head })
    return false
  }
  for (const { key, kind } of head.env.warnings)
    context.record.notes.push(`The upgraded app’s variable ${key}: ${kind.replaceAll('-', ' ')}.`)
  return runUpgradeTier(context, {
    base,
    head,
    version: plan.headVersion ?? plan.head.slice(0, 8),
    chaosVersion: await chaosVersion(context),
  })
}

async function backUpAndRestore(context: RunContext, app: PreparedApp): Promise<void> {
  const { settings, record, plan } = context
  const backup = readBackupPlan(app.document, plan.stack)
  const reason = whyNotBackedUp(backup, settings.backupCapable)
  if (reason !== undefined) {
    record.notRun.set('backup', reason).set('restore', reason)
    return
  }
  if (!asked(context, 'backup')) {
    const unasked = plan.mode === 'quick' ? 'not part of a quick run' : 'the backup tier was not asked for'
    record.notRun.set('backup', unasked).set('restore', unasked)
    return
  }
  await context.screenshots.settled()
  await runBackupTier(context, app)
  const { snapshotId, stores } = context
  if (snapshotId === undefined || stores === undefined) record.notRun.set('restore', 'not run: there is no snapshot')
  else if (asked(context, 'restore')) await runRestoreTier(context, { stores, snapshotId })
  else record.notRun.set('restore', 'the restore tier was not asked for')
}

function whyNotBackedUp(plan: BackupPlan, capable: boolean | undefined): string | undefined {
  if (capable === false) return 'recipe.yaml says backupCapable: false'
  return plan.enabled
    ? undefined
    : 'no deploy label backupbot.backup=true: nothing would be saved (possible coverage gap)'
}

async function custom(context: RunContext): Promise<void> {
  const { plan, record } = context
  if (!asked(context, 'custom')) record.notRun.set('custom', 'the custom tier was not asked for')
  else if (plan.overlays.custom.length === 0) record.notRun.set('custom', 'there are no custom tests')
  else await runCustomTier(context, plan.overlays.custom)
}
