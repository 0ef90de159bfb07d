import { readFile } from 'node:fs/promises'

export const root = new URL('..', import.meta.url).pathname.replace(/\/$/, '')

/** The running test bed, as `pnpm testbed up` leaves it in `.testbed/endpoint.json`. */
export interface Bed {
  readonly dockerHost: string
  readonly proxy: { readonly address: string; readonly caFile: string }
}

export async function readBed(): Promise<Bed> {
  try {
    return JSON.parse(await readFile(`${root}/.testbed/endpoint.json`, 'utf8')) as Bed
  } catch (cause) {
    throw new Error('There is no test bed; bring one up first: pnpm testbed up', { cause })
  }
}
