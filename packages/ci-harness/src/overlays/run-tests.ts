import type { TestLanguage } from './classify-overlay.js'
import type { TestFile } from './find-overlays.js'
import type { OverlayTest, TestRunner, TestRunnerWorld } from './overlay-test.js'
import { runPytestTests } from './run-pytest-tests.js'
import { runShellTests } from './run-shell-tests.js'
import { runVitestTests } from './run-vitest-tests.js'

const runners: Readonly<Record<TestLanguage, TestRunner>> = {
  shell: runShellTests,
  pytest: runPytestTests,
  vitest: runVitestTests,
}

/**
 * Runs test files of any language and origin in the order they are given. Neighbours of one language and origin share a
 * process of their runner; ours and the recipe's own never do.
 */
export async function runTests(
  files: readonly TestFile[],
  env: Readonly<Record<string, string>>,
  world: TestRunnerWorld,
): Promise<readonly OverlayTest[]> {
  const results: OverlayTest[] = []
  for (const group of neighbours(files)) {
    const [first] = group
    if (first !== undefined) results.push(...(await runners[first.language](group, env, world)))
  }
  return results
}

function neighbours(files: readonly TestFile[]): readonly (readonly TestFile[])[] {
  const groups: TestFile[][] = []
  for (const file of files) {
    const last = groups.at(-1)
    if (last?.[0]?.language === file.language && last[0].origin === file.origin) last.push(file)
    else groups.push([file])
  }
  return groups
}
