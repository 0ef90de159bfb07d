const deepestFlow = 200
const widestIndent = 400

/**
 * The offset at which YAML text nests deeper than any recipe, by brackets or by indentation. Such text must not reach
 * the parser: it recurses, and near the end of the stack V8 aborts the whole process instead of throwing.
 */
export function offsetOfDeepNesting(text: string): number | undefined {
  let depth = 0
  for (const { 0: mark, index } of text.matchAll(/[[\]{}]/g)) {
    depth = mark === '[' || mark === '{' ? depth + 1 : Math.max(0, depth - 1)
    if (depth > deepestFlow) return index
  }
  return new RegExp(`^[ \\t?:-]{${widestIndent}}`, 'm').exec(text)?.index
}
