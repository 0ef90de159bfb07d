import { CcCiError } from '@cc-ci/kernel'
import type { Page } from 'playwright-core'
import type { AppAddress } from './app-fetch.js'
import { chromiumMissing, type Environment, findChromium } from './chromium/find-browser.js'
import { pinOfCertificate } from './chromium/pin-certificate.js'

/**
 * A page of the system's Chromium that reaches the app's domain at the proxy; closing it ends the browser. The app's
 * certificate is verified here and its key pinned, since Chromium takes no authority from a file.
 */
export async function openAppPage(app: AppAddress, environment: Environment): Promise<Page> {
  const { chromium } = await loadPlaywright()
  const executablePath = findChromium(environment)
  if (executablePath === undefined)
    throw new CcCiError('CHROMIUM_MISSING', `A test asks for a page, but there is ${chromiumMissing(environment)}.`)
  const { domain, others = [], address } = app
  const browser = await chromium.launch({
    executablePath,
    chromiumSandbox: process.getuid?.() !== 0, // Chromium refuses to be root inside its sandbox.
    args: [
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...(address === undefined
        ? []
        : [`--host-resolver-rules=${[domain, ...others].map((each) => `MAP ${each}:443 ${address}`).join(',')}`]),
      `--ignore-certificate-errors-spki-list=${(await pinsOf(app)).join(',')}`,
    ],
  })
  const context = await browser.newContext({ baseURL: `https://${domain}` })
  const page = await context.newPage()
  page.on('close', () => void browser.close())
  return page
}

async function pinsOf({ domain, others = [], address, caFile }: AppAddress): Promise<string[]> {
  if (address === undefined || caFile === undefined) return []
  return Promise.all([domain, ...others].map((each) => pinOfCertificate(each, { address, caFile })))
}

async function loadPlaywright(): Promise<typeof import('playwright-core')> {
  try {
    return await import('playwright-core')
  } catch (cause) {
    throw new CcCiError('PLAYWRIGHT_MISSING', 'A test asks for a page, and playwright-core is not installed.', {
      hint: 'Install it with: npm install --save-dev playwright-core',
      cause,
    })
  }
}
