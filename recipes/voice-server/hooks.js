/** The app is ready when people get into the room, through the port that they use. */
export function readyProbe({ domain }) {
  return { tcpHost: domain, tcpPort: 18476, stable: 3 }
}
