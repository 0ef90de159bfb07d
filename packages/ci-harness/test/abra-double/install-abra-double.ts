import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { putOnPath } from '@cc-ci/kernel/testing'
import { build } from 'tsup'

/** The double as a program: one file, so that a call costs no more than starting Node. */
export class AbraDouble {
  readonly #folder = mkdtempSync(join(tmpdir(), 'cc-ci-abra-'))

  async build(): Promise<void> {
    await build({
      entry: [join(import.meta.dirname, 'main.ts')],
      ...{
        format: 'esm',
        platform: 'node',
        target: 'node20',
        outDir: this.#folder,
        outExtension: () => ({ js: '.mjs' }),
      },
      ...{ config: false, silent: true, dts: false, clean: false, splitting: false, noExternal: [/.*/] },
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
      esbuildOptions: (options) => {
        options.conditions = ['@cc-ci/source']
      },
    })
  }

  /** A PATH on which abra is the double; `without` names flags that it does not have. */
  path(without: readonly string[] = []): string {
    const program = `ABRA_DOUBLE_WITHOUT='${without.join(',')}' exec '${process.execPath}' '${join(this.#folder, 'main.mjs')}' "$@"`
    return putOnPath(join(this.#folder, ['bin', ...without].join('-').replaceAll(/\W+/g, '-')), { abra: program }).PATH
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}
