import { createLive, type Live } from './overlays/live.js'

export type { AppResponse } from './adapters/app-fetch.js'
export type { Live } from './overlays/live.js'

/** The app under test, for tests and hooks in TypeScript and JavaScript. */
export const live: Live = createLive(process.env)
