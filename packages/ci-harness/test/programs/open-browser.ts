import { SystemClock } from '@cc-ci/kernel'
import { ChromiumBrowser } from '../../src/index.js'

// Opens a browser and keeps it until somebody ends this process: <folder> <proxy address> <CA file>.
const [folder = '', address = '', caFile = ''] = process.argv.slice(2)
const browser = new ChromiumBrowser({
  ...{ clock: new SystemClock(), environment: process.env, libraryFolders: [] },
  proxy: { address, caFile },
})
const opening = await browser.open({ domain: 'app-0a1b2c.shots.test', folder, pageTime: new Date() })
process.stdout.write(`${JSON.stringify(opening.opened)}\n`)
