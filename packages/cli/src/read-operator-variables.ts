/** The variables by which an operator leaves out generic assertions; for local work only, loud and recorded wherever set. */
const optOut = /^(CC_CI|CCCI)_SKIP_GENERIC(_(INSTALL|UPGRADE|BACKUP|RESTORE|CUSTOM))?$/

/** Those that are set to something else than nothing or 0. */
export function readOperatorVariables(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const set = Object.entries(environment).flatMap(([name, value]) =>
    optOut.test(name) && value !== undefined && !['', '0', 'false'].includes(value) ? [[name, value] as const] : [],
  )
  return Object.fromEntries(set)
}
