import { createSocket } from 'node:dgram'

/**
 * Answers every DNS question with "no such name". Docker asks the container's outer resolver for what is not a task;
 * a real one may be far away or silent, and a service without tasks would then hang its visitors for seconds.
 */
export function refuseNames(port = 53) {
  const socket = createSocket('udp4')
  socket.on('message', (question, { port: peerPort, address }) => {
    const answer = refusal(question)
    if (answer !== undefined) socket.send(answer, peerPort, address)
  })
  socket.bind(port, '127.0.0.1')
  return socket
}

/** The question sent back as a response (QR) with code 3, NXDOMAIN (RFC 1035, section 4.1.1). */
export function refusal(question) {
  if (question.length < 12) return undefined
  const answer = Buffer.from(question)
  answer[2] |= 0x80
  answer[3] = (answer[3] & 0xf0) | 3
  return answer
}
