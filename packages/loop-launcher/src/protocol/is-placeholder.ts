const words =
  /^\W*(todo|tbd|tba|wip|n\/?a|none|fixme|placeholder|x{2,}|yyyy|lorem|fill (in|me)|to be (done|written|decided)|as above|see above)\b/i

/** Whether a text only keeps a place: `TBD`, `<how>`, `…`. */
export function isPlaceholder(text: string): boolean {
  const bare = text.replace(/[*_`]/g, '').trim()
  return words.test(bare) || /^\W*$/.test(bare) || /^(<[^<>]*>|\{\{?[^{}]*\}\}?|\[[^\][]*\])$/.test(bare)
}
