import { browserContract } from '../../test/browser.contract.js'
import { drawPng } from './draw-png.js'
import { InMemoryBrowser } from './in-memory-browser.js'

browserContract('InMemoryBrowser', () => ({
  browser: new InMemoryBrowser({ '/': { png: drawPng(1, 1, () => [0, 0, 0]), text: 'Welcome to the app' } }),
  without: new InMemoryBrowser({}, { missing: 'no Chromium' }),
  domain: 'wiki.ci.test',
  freshFolder: () => '/nowhere/at/all',
}))
