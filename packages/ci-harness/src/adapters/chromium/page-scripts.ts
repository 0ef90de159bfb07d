/**
 * Programs that run inside a page, as text: they are no code of this process. They rely on nothing that a page is
 * likely to have replaced, and change nothing of it but one element of their own.
 */

/** Lets the page believe that it begins at this moment, and its clock run on: code that waits by the date still works. */
export function startClockAt(time: Date): string {
  return `(() => {
    const RealDate = Date
    const offset = ${time.getTime()} - RealDate.now()
    const now = () => RealDate.now() + offset
    const PageDate = class Date extends RealDate {
      constructor(...args) { args.length === 0 ? super(now()) : super(...args) }
      static now() { return now() }
    }
    globalThis.Date = new Proxy(PageDate, { apply: () => new PageDate().toString() })
  })()`
}

/** What a document shows and what its fields hold, as one text; open shadow trees are part of it. */
export interface PageText {
  readonly text: string
  /** How many places were covered. */
  readonly covered: number
}

const token = String.raw`/eyJ[\w-]+\.[\w-]+\.[\w-]*|\b[0-9a-fA-F]{32,}\b|(?=[\w+-]*\d)(?=[\w+-]*[A-Za-z])[\w+-]{24,}={0,2}/g`
const textLimit = 2_000_000

/** Covers password fields, what looks like a token, and the given selectors with plain boxes, and reads the document. */
export function coverAndRead(mask: readonly string[]): string {
  return `(() => {
    const boxes = []
    const texts = []
    let length = 0
    const say = (text) => { if (length < ${textLimit}) { texts.push(text); length += text.length } }
    const isVisible = ({ width, height, bottom, right, top, left }) =>
      width > 0 && height > 0 && bottom > 0 && right > 0 && top < innerHeight && left < innerWidth
    const cover = (rectangles) => boxes.push(...[...rectangles].filter(isVisible))
    const skipped = new Set(['SCRIPT', 'STYLE', 'NOSCRIPT', 'TEMPLATE'])
    const readText = (node) => {
      say(node.data)
      for (const { index, 0: found } of node.data.matchAll(${token})) {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + found.length)
        cover(range.getClientRects())
      }
    }
    const readField = (field) => {
      if (typeof field.value !== 'string') return
      say(field.value)
      if (field.type === 'password' || field.value.search(${token}) >= 0) cover(field.getClientRects())
    }
    const readTree = (root) => {
      for (const selector of ${JSON.stringify(mask)})
        for (const element of root.querySelectorAll(selector)) cover(element.getClientRects())
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node !== null && length < ${textLimit}; node = walker.nextNode()) {
        if (node.nodeType === Node.TEXT_NODE) {
          if (!skipped.has(node.parentNode?.nodeName)) readText(node)
          continue
        }
        if (/^(INPUT|TEXTAREA|OPTION|OUTPUT)$/.test(node.nodeName)) readField(node)
        if (node.shadowRoot) readTree(node.shadowRoot)
      }
    }
    readTree(document)
    const layer = document.createElement('cc-ci-mask')
    const place = (element, properties) => {
      for (const [name, value] of Object.entries(properties)) element.style.setProperty(name, value, 'important')
      return element
    }
    place(layer, { all: 'initial', position: 'fixed', inset: '0', 'pointer-events': 'none', 'z-index': '2147483647' })
    for (const { left, top, width, height } of boxes)
      layer.append(place(document.createElement('cc-ci-box'), {
        position: 'fixed', background: '#8A949E', 'border-radius': '2px',
        left: left + 'px', top: top + 'px', width: width + 'px', height: height + 'px',
      }))
    if (boxes.length > 0) document.documentElement.append(layer)
    return { text: texts.join('\\n'), covered: boxes.length }
  })()`
}

export const uncover = `document.querySelector('cc-ci-mask')?.remove()`
