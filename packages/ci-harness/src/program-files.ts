import { fileURLToPath } from 'node:url'

/** A file of this package by its path within it: the same from the sources and from the build. */
export const packageFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url))

/** The programs of this package that other interpreters run. */
export const programsFolder = packageFile('programs')
export const programFile = (name: string): string => packageFile(`programs/${name}`)
