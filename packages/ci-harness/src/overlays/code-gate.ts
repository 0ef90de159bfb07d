import type { FoundFile } from './list-overlay-files.js'
import { shownPath } from './shown-path.js'

declare const admission: unique symbol

/** A file that may run or be loaded on this machine. Nothing else makes one than `admit`, and nothing else is ever run. */
export type AdmittedFile = Omit<FoundFile, 'oddity'> & { readonly [admission]: true }

export type Admission =
  | { readonly admitted: true; readonly file: AdmittedFile }
  | { readonly admitted: false; readonly file: string; readonly reason: string }

type Approval = { readonly codeApproved: boolean }

/** Whether the workspace approved what the recipe's repository brings: deny unless it did. */
export function mayRunRecipeCode({ codeApproved }: Approval): boolean {
  return codeApproved
}

/**
 * The one gate for code (HC2): a pull request's author could otherwise run programs on this host. What the recipe's
 * repository brings is denied unless the workspace approved that very repository; and of what is approved or ours,
 * only plain files at their own place are let through, so that neither a link nor a name leads anywhere else.
 */
export function admit(found: FoundFile, approval: Approval): Admission {
  const { oddity, ...file } = found
  const refusal =
    found.origin === 'repo' && !mayRunRecipeCode(approval)
      ? 'not approved'
      : (oddity ?? (found.what.kind === 'misplaced' ? found.what.reason : undefined))
  return refusal === undefined
    ? { admitted: true, file: file as AdmittedFile }
    : { admitted: false, file: shownPath(found), reason: `not run: ${refusal}` }
}
