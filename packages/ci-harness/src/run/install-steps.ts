import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AdmittedFile } from '../overlays/code-gate.js'
import { lastLine, lastLines, runTestProgram } from '../overlays/overlay-test.js'
import { toolsFolder, writeFacts } from '../overlays/write-facts.js'
import type { Failure } from '../verdict/failure.js'
import { type PreparedApp, prepareApp } from './prepare-app.js'
import type { RunContext } from './run-context.js'

const limitMs = 300_000

/**
 * Runs `install_steps.sh` once, after env and secrets, before the only deploy. It may insert secrets and change the env
 * file that it is given; then the app is prepared anew from that file.
 */
export async function runInstallSteps(
  context: RunContext,
  steps: AdmittedFile,
  { app, version }: { app: PreparedApp; version: string },
): Promise<PreparedApp | Failure> {
  const { mask, world, signal, checkout, plan } = context
  const facts = await writeFacts(context, 'install')
  const envFile = join(toolsFolder(context), `${plan.domain}.env`)
  await writeFile(envFile, app.env.text, { mode: 0o600 })
  try {
    const env = { ...facts, CC_CI_ENV_FILE: envFile, CCCI_ENV_FILE: envFile, CC_CI_CHECKOUT: checkout }
    const { exitCode, stdout, stderr } = await runTestProgram(
      { command: 'sh', args: [steps.file], options: { env, timeoutMs: limitMs } },
      { processes: world.processes, signal, folder: toolsFolder(context) },
    )
    const said = mask.mask(lastLines(`${stdout}\n${stderr}`))
    if (exitCode !== 0) return stepsFailed(steps, exitCode, said)
    const text = await readFile(envFile, 'utf8')
    return text === app.env.text ? app : await prepareAnew(context, { app, version, text })
  } finally {
    await rm(envFile, { force: true })
  }
}

function prepareAnew(
  { plan, checkout, world }: RunContext,
  { app, version, text }: { app: PreparedApp; version: string; text: string },
): Promise<PreparedApp | Failure> {
  const { recipe, domain, overlays } = plan
  return prepareApp(
    { recipe, version, domain, checkout, tree: app.tree, extraEnv: {}, existingEnv: text, overlay: overlays.compose },
    world.engine,
  )
}

const stepsFailed = (steps: AdmittedFile, exitCode: number, said: string): Failure => ({
  class: 'recipe',
  code: 'INSTALL_STEPS_FAILED',
  evidence: `${steps.path} ended with exit code ${exitCode}: ${lastLine(said) || 'without a word'}`,
  logs: said.split('\n'),
})
