import type { AdmittedFile } from '../overlays/code-gate.js'
import type { AppFiles, Engine } from '../ports/engine.js'
import { type AppEnv, buildAppEnv } from '../recipe/app-env.js'
import { type ComposeDocument, readComposeDocument } from '../recipe/compose-document.js'
import { checkComposeFiles, composeFilesOf } from '../recipe/compose-files.js'
import { stackNameOf } from '../recipe/names.js'
import type { Failure } from '../verdict/failure.js'
import { checkFilesInside } from './check-files-inside.js'
import { checkOverlayImages } from './check-overlay-images.js'
import type { RecipeTree } from './recipe-tree.js'

/** One version of the recipe, ready to be deployed as one app. */
export interface PreparedApp {
  readonly files: AppFiles
  readonly env: AppEnv
  /** As Docker merges and interpolates it. */
  readonly document: ComposeDocument
  /** The compose files as written, by name: secrets are planned from their raw names. */
  readonly sources: Readonly<Record<string, string>>
  readonly tree: RecipeTree
}

export interface AppRequest {
  readonly recipe: string
  /** Release tag, or the 8-character hash of a head. */
  readonly version: string
  readonly domain: string
  readonly checkout: string
  readonly tree: RecipeTree
  readonly extraEnv: Readonly<Record<string, string>>
  /** The app's env file from an earlier deploy, which an upgrade keeps. */
  readonly existingEnv: string | undefined
  /** Our compose overlay, if it lies in the checkout. */
  readonly overlay?: AdmittedFile | undefined
}

/** Makes env and compose files of one version; bad input throws, what Docker rejects is a failure of the recipe. */
export async function prepareApp(
  request: AppRequest,
  engine: Pick<Engine, 'composeConfig'>,
): Promise<PreparedApp | Failure> {
  const { tree, overlay } = request
  const env = envOf(request)
  const composeFiles = composeFilesOf(env.values)
  checkComposeFiles(composeFiles, Object.keys(tree), request.version)
  const sources = Object.fromEntries(composeFiles.map((file) => [file, tree[file] ?? '']))
  await checkFilesInside(request.checkout, sources, env.values)
  const files: AppFiles = { stack: env.stackName, checkout: request.checkout, composeFiles, env: env.values }
  const config = await engine.composeConfig(files)
  if (!config.ok) {
    return {
      class: 'recipe',
      code: 'COMPOSE_REJECTED',
      evidence: `Docker does not accept ${composeFiles.join(' + ')} at ${request.version}: ${config.why}`,
      hint: 'Mend the compose file; with a Docker client of 23 or newer, docker stack config shows the same.',
    }
  }
  const document = readComposeDocument(config.document)
  const wrong = overlay === undefined ? undefined : await checkOverlayImages(files, { overlay, document }, engine)
  return wrong ?? { files, env, document, sources, tree }
}

/** With our compose overlay as the last of its compose files, so that whoever deploys from the env file takes it, too. */
function envOf(request: AppRequest): AppEnv {
  const { overlay, extraEnv } = request
  const plain = buildEnv(request, extraEnv)
  if (overlay === undefined) return plain
  const own = composeFilesOf(plain.values).filter((file) => file !== overlay.path)
  return buildEnv(request, { ...extraEnv, COMPOSE_FILE: [...own, overlay.path].join(':') })
}

function buildEnv(request: AppRequest, extra: Readonly<Record<string, string>>): AppEnv {
  const { tree } = request
  return buildAppEnv({
    sample: { file: '.env.sample', text: tree['.env.sample'] ?? '' },
    ...(request.existingEnv !== undefined && {
      existing: { file: `${request.domain}.env`, text: request.existingEnv },
    }),
    ...(tree['abra.sh'] !== undefined && { abraSh: tree['abra.sh'] }),
    recipe: request.recipe,
    version: request.version,
    domain: request.domain,
    // Never the recipe's own STACK_NAME: it could be the name of a stack that is not this run's.
    stackName: stackNameOf({}, request.domain),
    extra,
  })
}

export function isFailure(outcome: PreparedApp | Failure): outcome is Failure {
  return 'evidence' in outcome
}
