/** Tokens of one answer, as the client writes them; the screen and the cost are made from the same numbers. */
export const answerTokens = { input: 10, cacheWrite: 20, cacheRead: 100, output: 20 } as const

const dollarsPerAnswer = 0.00028

export function answerUsage() {
  return {
    input_tokens: answerTokens.input,
    cache_creation_input_tokens: answerTokens.cacheWrite,
    cache_read_input_tokens: answerTokens.cacheRead,
    output_tokens: answerTokens.output,
    output_tokens_details: { thinking_tokens: 0 },
    server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
    service_tier: 'standard',
    cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 0 },
    inference_geo: '',
    iterations: [],
    speed: 'standard',
    fallback_credit: null,
  }
}

export const noTokens = {
  input_tokens: 0,
  output_tokens: 0,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
} as const

/** What an error costs: nothing, and most of it is null. */
export function noUsage() {
  return {
    output_tokens_details: null,
    ...noTokens,
    server_tool_use: { web_search_requests: 0, web_fetch_requests: 0 },
    service_tier: null,
    cache_creation: { ephemeral_1h_input_tokens: 0, ephemeral_5m_input_tokens: 0 },
    inference_geo: null,
    iterations: null,
    speed: null,
    fallback_credit: null,
  }
}

/** What so many answers cost, in dollars. */
export function costOf(answers: number): number {
  return answers * dollarsPerAnswer
}
