import { access, mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stackNameOf } from '../recipe/names.js'

export interface AbraFolderOptions {
  readonly path: string
  /** The operator's own ABRA_DIR, whose servers and catalogue are used if they are there. */
  readonly sharedDir: string | undefined
  readonly server: string
}

/** The ABRA_DIR of one run: `recipes` is its own (K-01), `servers` and `catalogue` may be the operator's. */
export class AbraFolder {
  readonly path: string
  readonly #options: AbraFolderOptions

  constructor(options: AbraFolderOptions) {
    this.#options = options
    this.path = options.path
  }

  async make(): Promise<void> {
    const { path, sharedDir } = this.#options
    await rm(path, { recursive: true, force: true })
    await mkdir(join(path, 'recipes'), { recursive: true })
    for (const part of ['servers', 'catalogue']) {
      const shared = sharedDir === undefined ? undefined : join(sharedDir, part)
      if (shared !== undefined && (await exists(shared))) await symlink(shared, join(path, part))
      else await mkdir(join(path, part))
    }
  }

  /** Where abra finds a recipe. */
  recipe(name: string): string {
    return join(this.path, 'recipes', name)
  }

  /** Lets abra find a checkout that lies elsewhere, in place of what was there. */
  async linkRecipe(name: string, checkout: string): Promise<void> {
    await rm(this.recipe(name), { recursive: true, force: true })
    await symlink(checkout, this.recipe(name))
  }

  hasServer(): Promise<boolean> {
    return exists(join(this.path, 'servers', this.#options.server))
  }

  async writeEnvFile(domain: string, text: string): Promise<void> {
    const file = this.#envFile(domain)
    await writeFile(`${file}.new`, text, { mode: 0o600 })
    await rename(`${file}.new`, file)
  }

  async removeEnvFile(domain: string): Promise<void> {
    await rm(this.#envFile(domain), { force: true })
  }

  async remove(): Promise<void> {
    await rm(this.path, { recursive: true, force: true })
  }

  #envFile(domain: string): string {
    return join(this.path, 'servers', this.#options.server, `${domain}.env`)
  }
}

/** Removes the env files of the app whose stack has this name, if the folder is there at all. */
export async function removeEnvFilesOf(stack: string, folder: string): Promise<void> {
  const files = await readdir(folder).catch(() => [])
  const ours = files.filter((file) => file.endsWith('.env') && stackNameOf({}, file.slice(0, -4)) === stack)
  for (const file of ours) await rm(join(folder, file), { force: true })
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
