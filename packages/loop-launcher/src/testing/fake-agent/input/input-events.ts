/** What a person, or a program in their place, did at the keyboard. */
export type InputEvent =
  | { readonly kind: 'text' | 'paste'; readonly text: string }
  | { readonly kind: 'key'; readonly key: Key }

export type Key =
  | 'enter'
  | 'newline'
  | 'escape'
  | 'backspace'
  | 'interrupt'
  | 'end-of-input'
  | 'clear-line'
  | 'up'
  | 'down'
  | 'other'
