import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAbraExports } from '../../src/recipe/abra-sh.js'
import { type ComposeDocument, readComposeDocument } from '../../src/recipe/compose-document.js'
import { composeFilesOf } from '../../src/recipe/compose-files.js'
import { expandEnv } from '../../src/recipe/env-expansion.js'
import { type EnvFile, parseEnvFile } from '../../src/recipe/env-file.js'
import { setEnvValue } from '../../src/recipe/env-writer.js'
import { stackNameOf } from '../../src/recipe/names.js'
import { renderCompose } from '../../src/recipe/render-compose.js'
import { planSecrets, type SecretPlan } from '../../src/recipe/secret-plan.js'
import { docker, linesOf } from './programs.js'
import { abraDir } from './recipe-checkout.js'
import { fatal } from './say.js'

/** An app by its env file, which may lie in any server's folder. */
export class KnownApp {
  readonly domain: string
  readonly file: string

  constructor(domain: string) {
    const servers = join(abraDir(), 'servers')
    const found = readdirSync(servers)
      .map((server) => join(servers, server, `${domain}.env`))
      .find((file) => existsSync(file))
    this.domain = domain
    this.file = found ?? fatal(`cannot find app with name ${domain}`)
  }

  get envFile(): EnvFile {
    return parseEnvFile(readFileSync(this.file, 'utf8'), { file: this.file })
  }

  get pin(): { readonly recipe: string; readonly version: string | undefined } {
    const env = expandEnv(this.envFile)
    const [recipe = '', ...version] = (env.TYPE ?? env.RECIPE ?? '').split(':')
    return { recipe, version: version.length === 0 ? undefined : version.join(':') }
  }

  get recipeFolder(): string {
    return join(abraDir(), 'recipes', this.pin.recipe)
  }

  get stack(): string {
    return stackNameOf(expandEnv(this.envFile), this.domain)
  }

  /** The env file, with what abra.sh exports over it. */
  env(): Record<string, string> {
    const shell = join(this.recipeFolder, 'abra.sh')
    const exports = existsSync(shell) ? readAbraExports(readFileSync(shell, 'utf8')) : {}
    return { ...expandEnv(this.envFile, exports), ...exports, STACK_NAME: this.stack }
  }

  writeVersion(version: string): void {
    const text = readFileSync(this.file, 'utf8')
    writeFileSync(this.file, setEnvValue(text, 'TYPE', `${this.pin.recipe}:${version}`))
  }

  isDeployed(): boolean {
    return (
      linesOf(docker(['service', 'ls', '-q', '--filter', `label=com.docker.stack.namespace=${this.stack}`])).length > 0
    )
  }

  document(): ComposeDocument {
    const files = this.#composeTexts()
    const rendered = renderCompose({ files, env: this.env(), folder: this.recipeFolder })
    return rendered.ok ? readComposeDocument(rendered.document) : fatal(rendered.why)
  }

  secrets(): SecretPlan[] {
    const sample = parseEnvFile(readFileSync(join(this.recipeFolder, '.env.sample'), 'utf8'), { file: '.env.sample' })
    return planSecrets({ composeTexts: this.#composeTexts(), doc: this.document(), sample, stack: this.stack })
  }

  #composeTexts(): { readonly file: string; readonly text: string }[] {
    return composeFilesOf(this.env()).map((file) => {
      const path = join(this.recipeFolder, file)
      return {
        file,
        text: existsSync(path) ? readFileSync(path, 'utf8') : fatal(`open ${path}: no such file or directory`),
      }
    })
  }
}
