import type { LintRule } from '../lint-rule.js'
import { exportLine, versionedResources } from '../versioned-resource.js'

export const configVersions: LintRule = {
  id: 'R012',
  severity: 'error',
  title: 'abra.sh exports the version of every config',
  why: 'A version kept in the instance’s env file stays old on upgrade, and Swarm then refuses the changed config.',
  check: ({ tree, sources }) =>
    versionedResources(tree, 'configs').flatMap(({ element, name, versions, line }) =>
      versions
        .filter((variable) => !name.includes(`\${${variable}:-`) && !name.includes(`\${${variable}-`))
        .filter((variable) => exportLine(sources.files['abra.sh'], variable) === undefined)
        .map((variable) => ({
          message: `configs.${element.name} needs ${variable}, which abra.sh does not export`,
          file: element.file,
          line,
          hint: `Add export ${variable}=v1 to abra.sh.`,
        })),
    ),
}
