import { expect, it } from 'vitest'
import { bypassDialog, drawDialog, moveCursor, permissionDialog, trustDialog } from './dialogs.js'

const underCursor = (dialog: ReturnType<typeof trustDialog>) => dialog.labels[dialog.cursor]

it('W-56: the dialogs of the start stand on the answer that leaves, unless a script says otherwise', () => {
  expect([trustDialog('/w'), bypassDialog()].map(underCursor)).toEqual(['No, exit', 'No, exit'])
  expect(underCursor(trustDialog('/w', 'yes'))).toBe('Yes, I trust this folder')
})

it('the cursor stops at both ends', () => {
  const dialog = permissionDialog('touch x', '/w')
  expect(moveCursor(dialog, -1).cursor).toBe(0)
  const moves = [1, 1, 1, 1, 1] as const
  expect(underCursor(moves.reduce(moveCursor, dialog))).toBe('4. No')
})

it('has the cursor on one line, and says how to answer', () => {
  const lines = drawDialog(trustDialog('/w'), 60)
  expect(lines.filter((line) => line.includes('❯'))).toHaveLength(1)
  expect(lines.at(-1)).toContain('Enter to confirm · Esc to cancel')
})
