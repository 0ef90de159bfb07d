import { ink, paint, wrap } from './paint.js'

/** One thing in the conversation as it is shown. */
export type Block =
  | { readonly kind: 'prompt' | 'queued' | 'answer' | 'notice' | 'summary'; readonly text: string }
  | { readonly kind: 'error'; readonly text: string; readonly mark: '●' | '⎿' }
  | { readonly kind: 'tool'; readonly command: string; readonly seconds: number | undefined }
  | { readonly kind: 'tools-done'; readonly count: number }
  | { readonly kind: 'interrupted' }

/** Between its mark and what the client itself has to say; before a command or a queued prompt it is a plain one. */
const reply = '  ⎿ \u00a0'

/** Texts break this far from the right border. */
const margin = 10

export function drawBlocks(blocks: readonly Block[], width: number): readonly string[] {
  return blocks.flatMap((block) => drawBlock(block, width))
}

function drawBlock(block: Block, width: number): readonly string[] {
  switch (block.kind) {
    case 'prompt':
      return ['', ...marked('❯', block.text, width).map((line) => paint(line, ink.prompt, ink.text))]
    case 'queued':
      return ['', paint(`❯ ${block.text}`, ink.dim), paint('  ⎿  Queued · ctrl+x ctrl+s to send now', ink.dim)]
    case 'answer':
      return ['', ...marked('●', block.text, width)]
    case 'notice':
      return ['', ...marked('●', block.text, width).map((line) => paint(line, ink.dim))]
    case 'summary':
      return ['', paint(`✻ ${block.text}`, ink.dim)]
    case 'error':
      return drawError(block.mark, block.text, width)
    case 'tool':
      return drawTool(block.command, block.seconds)
    case 'tools-done':
      return ['', paint(`  Ran ${block.count} shell command${block.count === 1 ? '' : 's'}`, ink.dim)]
    case 'interrupted':
      return [paint(`${reply}Interrupted · What should Claude do instead?`, ink.dim)]
  }
}

function drawError(mark: '●' | '⎿', text: string, width: number): readonly string[] {
  if (mark === '⎿') return [`${paint(reply, ink.dim)}${paint(text, ink.alarm)}`]
  return ['', ...marked('●', text, width).map((line) => paint(line, ink.error))]
}

function drawTool(command: string, seconds: number | undefined): readonly string[] {
  const time = seconds === undefined ? '' : paint(` · ${seconds}s`, ink.dim)
  return [
    '',
    `  Running${time}`,
    ...command.split('\n').map((line, index) => (index === 0 ? `  ⎿  $ ${line}` : `     ${line}`)),
  ]
}

function marked(mark: string, text: string, width: number): readonly string[] {
  return wrap(text, width - margin).map((line, index) => (index === 0 ? `${mark} ${line}` : `  ${line}`))
}
