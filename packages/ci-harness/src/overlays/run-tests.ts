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

/** Runs test files of any language and origin: ours before the recipe's own, neither in one process with the other. */
export async function runTests(
  files: readonly TestFile[],
  env: Readonly<Record<string, string>>,
  world: TestRunnerWorld,
): Promise<readonly OverlayTest[]> {
  const results: OverlayTest[] = []
  for (const origin of ['ours', 'repo'] as const)
    for (const language of Object.keys(runners) as TestLanguage[]) {
      const those = files.filter((file) => file.origin === origin && file.language === language)
      if (those.length > 0) results.push(...(await runners[language](those, env, world)))
    }
  return results
}
