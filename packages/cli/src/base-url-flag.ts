import { CcCiError } from '@cc-ci/kernel'
import { Flags } from '@oclif/core'

/** The address under which a site is reached from outside, with a slash at its end. */
export const baseUrlFlag = Flags.string({
  description: 'where the site is reached from outside, for the badge to copy and for feeds',
  helpValue: '<url>',
  parse: async (typed) => {
    const url = URL.canParse(typed) ? new URL(typed) : undefined
    if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '') {
      throw new CcCiError('BASE_URL_INVALID', `The address “${typed}” is none that a browser could open.`, {
        hint: 'Write it in full: --base-url https://ci.example.org/',
        exitCode: 2,
      })
    }
    return url.href.endsWith('/') ? url.href : `${url.href}/`
  },
})
