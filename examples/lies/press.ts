import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'

/** Keeps every processor busy until the function that it gives back is called, or this process ends. */
export function press(): () => void {
  // Each ends by itself when its standard input does, so that a killed parent leaves none behind.
  const program =
    "process.stdin.on('end', () => process.exit()).resume(); const spin = () => { const until = Date.now() + 50; while (Date.now() < until); setImmediate(spin) }; spin()"
  const busy = Array.from({ length: availableParallelism() }, () =>
    spawn(process.execPath, ['-e', program], { stdio: ['pipe', 'ignore', 'inherit'] }),
  )
  return () => {
    for (const child of busy) child.stdin?.end()
  }
}
