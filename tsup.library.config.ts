import { defineConfig } from 'tsup'

/** How every library package is built; the CLI, which is a program, has its own. */
export default defineConfig({
  entry: ['src/*.ts', 'src/testing/index.ts', '!src/*.test.ts'],
  format: 'esm',
  target: 'node20.19',
  dts: true,
  clean: true,
  sourcemap: true,
})
