import type { Env } from './env-expansion.js'

/** A text with its variables replaced, or what is wrong with it. */
export type Interpolated = { readonly text: string } | { readonly fault: string }

// Docker reads an operator behind a bare name too: `$HOST-old` is `${HOST-old}`.
const variable = /\$(?:(\$)|([a-z_]\w*(?::?[-?][^}]*)?)|\{([a-z_]\w*(?::?[-?][^}]*)?)\}|)/gi

/** Docker tries its operators in this order, each at its first place in the text. */
const operators = [':-', '-', ':?', '?'] as const

/**
 * Interpolates as Docker's compose loader does (docker/cli, cli/compose/template). Its oddities are kept, because a
 * recipe must mean the same with every client: a default is not interpolated itself, and a fault is forgotten when a
 * later variable of the same text can be replaced.
 */
export function interpolateText(text: string, env: Env): Interpolated {
  let fault: string | undefined
  const replaced = text.replace(variable, (_whole, dollar?: string, bare?: string, braced?: string) => {
    if (dollar !== undefined) return dollar
    const answer = substitute(bare ?? braced, env)
    fault = 'fault' in answer ? (answer.fault ?? text) : undefined
    return 'text' in answer ? answer.text : ''
  })
  if (fault === undefined) return { text: replaced }
  return { fault: `"${fault}"; you may need to escape any $ with another $` }
}

type Substitution = { readonly text: string } | { readonly fault: string | undefined }

function substitute(expression: string | undefined, env: Env): Substitution {
  if (expression === undefined) return { fault: undefined }
  const operator = operators.find((candidate) => expression.includes(candidate))
  if (operator === undefined) return { text: lookUp(expression, env) ?? '' }
  const at = expression.indexOf(operator)
  const name = expression.slice(0, at)
  const rest = expression.slice(at + operator.length)
  const value = lookUp(name, env)
  const missing = value === undefined || (operator.startsWith(':') && value === '')
  if (!missing) return { text: value }
  if (operator.endsWith('-')) return { text: rest }
  return { fault: `required variable ${name} is missing a value: ${rest}` }
}

function lookUp(name: string, env: Env): string | undefined {
  return Object.hasOwn(env, name) ? env[name] : undefined
}
