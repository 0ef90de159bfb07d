import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** Found through the package's own name, because sources, built files and a program that bundles them lie elsewhere. */
const packageFolder = dirname(createRequire(import.meta.url).resolve('@cc-ci/ci-harness/package.json'))

/** A file of this package by its path within it. */
export const packageFile = (path: string): string => join(packageFolder, path)

/** The programs of this package that other interpreters run. */
export const programsFolder = packageFile('programs')
export const programFile = (name: string): string => packageFile(`programs/${name}`)
