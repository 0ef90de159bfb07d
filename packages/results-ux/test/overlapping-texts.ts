import type { Page } from 'playwright-core'

/**
 * Pairs of texts on a page that cover each other by more than two pixels each way, which nobody could read. Texts for
 * screen readers only, and what lies in a region that scrolls, out of its sight, are left out.
 */
export async function overlappingTexts(page: Page): Promise<string[]> {
  return (await page.evaluate(`(() => {
    const seen = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      const parent = node.parentElement
      if (node.textContent.trim() === '' || parent.closest('.hidden, script, style, noscript, .skip-link, svg, option') !== null) continue
      if (!parent.checkVisibility({ contentVisibilityAuto: true, opacityProperty: true, visibilityProperty: true })) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      const frame = parent.closest('.scroll, pre, .log')?.getBoundingClientRect()
      for (const rect of range.getClientRects()) {
        if (rect.width < 1 || rect.height < 1) continue
        if (frame && (rect.left >= frame.right || rect.right <= frame.left || rect.top >= frame.bottom || rect.bottom <= frame.top)) continue
        seen.push({ rect, text: node.textContent.trim().slice(0, 40), node })
      }
    }
    const pairs = []
    for (const [index, one] of seen.entries()) {
      for (const other of seen.slice(index + 1)) {
        if (one.node === other.node) continue
        const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left)
        const down = Math.min(one.rect.bottom, other.rect.bottom) - Math.max(one.rect.top, other.rect.top)
        if (across > 2 && down > 6) pairs.push(one.text + ' / ' + other.text)
      }
    }
    return pairs.slice(0, 10)
  })()`)) as string[]
}
