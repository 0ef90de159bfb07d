import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { CcCiError } from '@cc-ci/kernel'
import type { Page } from 'playwright-core'
import type { AppAddress } from './app-fetch.js'

const names = ['chromium', 'chromium-browser', 'google-chrome']

/** A page of the system's Chromium that reaches the app's domain at the proxy; closing it ends the browser. */
export async function openAppPage(
  { domain, address, caFile }: AppAddress,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Page> {
  const { chromium } = await loadPlaywright()
  const browser = await chromium.launch({
    executablePath: findChromium(environment),
    args: [
      ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...(address === undefined ? [] : [`--host-resolver-rules=MAP ${domain}:443 ${address}`]),
    ],
  })
  // Chromium takes no authority from a file; live.fetch is what proves the certificate.
  const context = await browser.newContext({ baseURL: `https://${domain}`, ignoreHTTPSErrors: caFile !== undefined })
  const page = await context.newPage()
  page.on('close', () => void browser.close())
  return page
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

function findChromium({ CC_CI_CHROMIUM, PATH = '' }: Readonly<Record<string, string | undefined>>): string {
  const found =
    CC_CI_CHROMIUM ??
    names.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name))).find((path) => existsSync(path))
  if (found !== undefined) return found
  throw new CcCiError('CHROMIUM_MISSING', `A test asks for a page, and none of ${names.join(', ')} is on PATH.`, {
    hint: 'Install it with: apt-get install chromium, or set CC_CI_CHROMIUM.',
  })
}
