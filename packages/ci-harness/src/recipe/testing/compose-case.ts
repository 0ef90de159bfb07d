/** Compose files, the base first, and what interpolation sees. */
export interface ComposeCase {
  readonly what: string
  readonly files: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
}

const env = { A: 'a', EMPTY: '', STACK_NAME: 'wiki_ci_test', DOMAIN: 'wiki.ci.test', REPLICAS: '2' }

export function compose(what: string, ...[base, ...overlays]: readonly string[]): ComposeCase {
  const files = [base ?? '', ...overlays].map((text, index) => [
    index === 0 ? 'compose.yml' : `compose.${index}.yml`,
    text,
  ])
  return { what, files: Object.fromEntries(files), env }
}

export const app = (content: string) => `services: {app: {image: x, ${content}}}`
