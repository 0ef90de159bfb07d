import { randomBytes } from 'node:crypto'
import { swarmNameOf } from '../recipe/compose-document.js'
import { parseEnvFile } from '../recipe/env-file.js'
import { checkNameLengths } from '../recipe/names.js'
import { planSecrets, type SecretPlan } from '../recipe/secret-plan.js'
import { generateSecretValue } from '../recipe/secret-value.js'
import type { Failure } from '../verdict/failure.js'
import type { PreparedApp } from './prepare-app.js'
import type { RunContext } from './run-context.js'

/** Generates the secrets that the app uses and that do not exist; one that nobody may generate must be inserted first. */
export async function createMissingSecrets(context: RunContext, app: PreparedApp): Promise<Failure | undefined> {
  const { swarm } = context.world
  const plans = planSecrets({
    composeTexts: Object.entries(app.sources).map(([file, text]) => ({ file, text })),
    doc: app.document,
    sample: parseEnvFile(app.tree['.env.sample'] ?? '', { file: '.env.sample' }),
    stack: app.files.stack,
  })
  const { stack } = app.files
  const configs = app.document.configs.filter(({ external }) => !external)
  // Swarm refuses a config's name only once the secrets are made.
  checkNameLengths(stack, [
    ...plans.map(({ swarmName }) => swarmName),
    ...configs.map((config) => swarmNameOf(config, stack)),
  ])
  const existing = new Set(await swarm.secretNames())
  const missing = plans.filter(({ swarmName }) => !existing.has(swarmName))
  const generated = missing.filter(({ generate }) => generate)
  for (const plan of await letEngineGenerate(context, generated)) {
    const value = generateSecretValue(plan, randomBytes)
    keepSecret(context, plan, value)
    await swarm.createSecret({ name: plan.swarmName, stack, value })
  }
  const forbidden = missing.find(({ generate }) => !generate)
  if (forbidden !== undefined) {
    return {
      class: 'recipe',
      code: 'SECRET_NOT_INSERTED',
      service: forbidden.usedBy[0],
      evidence: `The secret ${forbidden.name} does not exist and may not be generated (generate=false in .env.sample); ${forbidden.usedBy.join(', ')} cannot start without it.`,
      hint: 'Insert it in install_steps.sh, or let it be generated.',
    }
  }
  return undefined
}

/** An engine that generates secrets comes first; gives back those that still do not exist. */
async function letEngineGenerate(context: RunContext, missing: readonly SecretPlan[]): Promise<readonly SecretPlan[]> {
  const { engine, world } = context
  if (engine.generateSecrets === undefined || missing.length === 0) return missing
  const values = await engine.generateSecrets(missing)
  for (const plan of missing) {
    const value = values.get(plan.name)
    if (value !== undefined) keepSecret(context, plan, value)
  }
  const existing = new Set(await world.swarm.secretNames())
  return missing.filter(({ swarmName }) => !existing.has(swarmName))
}

function keepSecret({ mask, record, secrets }: RunContext, { name, swarmName }: SecretPlan, value: string): void {
  secrets.set(swarmName, value)
  if (!mask.add(value))
    record.notes.push(`The secret ${name} is too short (${value.length}) to be masked in logs and results.`)
}
