import type { InputEvent, Key } from './input-events.js'

const pasteStart = '\x1b[200~'
const pasteEnd = '\x1b[201~'
const stringEnd = '\x1b\\'

/** One chunk longer than this was not typed: it is taken for a paste, line ends and all. */
export const longestTyped = 800

const controlKeys: Readonly<Record<string, Key>> = {
  '\r': 'enter',
  '\n': 'newline',
  '\x7f': 'backspace',
  '\b': 'backspace',
  '\x03': 'interrupt',
  '\x04': 'end-of-input',
  '\x15': 'clear-line',
}

const sequenceKeys: Readonly<Record<string, Key>> = { A: 'up', B: 'down' }

/** What may follow an escape: cursor keys and the like. */
const sequence = /^(?:\[[0-9;?<=>]*([A-Za-z~])|O([A-Za-z]))/
const printable = /^\P{Cc}+/u

/** Turns what a terminal sends into events; a paste may come in several chunks. */
export class InputDecoder {
  #pasting = false
  #pasted = ''

  /** A lone escape at the end of a chunk is the key: terminals send their sequences in one piece. */
  decode(chunk: string): readonly InputEvent[] {
    if (!this.#pasting && chunk.length > longestTyped && !chunk.includes('\x1b')) return [paste(chunk)]
    const events: InputEvent[] = []
    let rest = chunk
    while (rest !== '') {
      const [event, length] = this.#pasting ? this.#readPasted(rest) : this.#readTyped(rest)
      if (event !== undefined) events.push(event)
      rest = rest.slice(length)
    }
    return events
  }

  #readPasted(rest: string): [InputEvent | undefined, number] {
    const end = rest.indexOf(pasteEnd)
    this.#pasted += end < 0 ? rest : rest.slice(0, end)
    if (end < 0) return [undefined, rest.length]
    const event = paste(this.#pasted)
    this.#pasting = false
    this.#pasted = ''
    return [event, end + pasteEnd.length]
  }

  #readTyped(rest: string): [InputEvent | undefined, number] {
    if (rest.startsWith(pasteStart)) {
      this.#pasting = true
      return [undefined, pasteStart.length]
    }
    const [text] = printable.exec(rest) ?? []
    if (text !== undefined) return [{ kind: 'text', text }, text.length]
    if (rest.startsWith('\x1b')) return readEscape(rest)
    return [key(controlKeys[rest.charAt(0)] ?? 'other'), 1]
  }
}

function readEscape(rest: string): [InputEvent, number] {
  const [found, letter, otherLetter] = sequence.exec(rest.slice(1)) ?? []
  if (found !== undefined) return [key(sequenceKeys[letter ?? otherLetter ?? ''] ?? 'other'), 1 + found.length]
  // A terminal's answer to a question is a string that ends with another escape.
  const end = rest.indexOf(stringEnd, 2)
  if (/^[_P\]]/.test(rest.slice(1)) && end > 0) return [key('other'), end + stringEnd.length]
  return [key('escape'), 1]
}

function paste(text: string): InputEvent {
  return { kind: 'paste', text: text.replaceAll(/\r\n?/g, '\n') }
}

function key(name: Key): InputEvent {
  return { kind: 'key', key: name }
}
