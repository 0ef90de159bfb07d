import { type ComposeEntry, entriesAt, namesAt } from '../compose-element.js'
import type { LintRule } from '../lint-rule.js'
import { interpolate, type RecipeService } from '../recipe-tree.js'

/** In an address: `app:8080`, `//db/`, `user@db`, also inside a list. */
const inAddress = /(?:\/\/|@)(app|db)(?=$|[:/,\s?])|(?:^|[,\s])(app|db)(?=:\d)/
const hostKey = /(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|ENDPOINT|BACKEND|UPSTREAM)S?$/i

export const sharedAlias: LintRule = {
  id: 'C010',
  severity: 'warning',
  title: 'a service on proxy addresses others by their full name',
  why: 'Every stack on the shared network proxy answers to app: requests once went to another stack’s app.',
  check: ({ tree }) =>
    tree.services.filter(isOnProxy).flatMap(({ name, parts }) =>
      parts.flatMap((part) =>
        entriesAt(part, 'environment').flatMap((entry) => {
          const host = bareHost(entry, interpolate(tree, entry.value ?? ''))
          if (host === undefined) return []
          const message = `services.${name}.environment ${entry.key} uses the bare host name ${host}`
          return [{ message, file: part.file, line: entry.line, hint: `Use \${STACK_NAME}_${host}.` }]
        }),
      ),
    ),
}

function isOnProxy({ parts }: RecipeService): boolean {
  return parts.some((part) => namesAt(part, 'networks').some(({ name }) => name === 'proxy'))
}

function bareHost({ key }: ComposeEntry, value: string | undefined): 'app' | 'db' | undefined {
  if (value === undefined) return undefined
  if ((value === 'app' || value === 'db') && hostKey.test(key)) return value
  const [, afterMark, beforePort] = inAddress.exec(value) ?? []
  const host = afterMark ?? beforePort
  return host === 'app' || host === 'db' ? host : undefined
}
