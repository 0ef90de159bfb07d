import type { LintRule } from './lint-rule.js'
import { readableFiles } from './rules/c000-readable-files.js'
import { durations } from './rules/c001-durations.js'
import { backupLabelPlace, backupLabelSyntax } from './rules/c002-c003-backup-labels.js'
import { configBump } from './rules/c004-config-bump.js'
import { newVariables } from './rules/c005-new-variables.js'
import { dependsOn } from './rules/c006-depends-on.js'
import { movingTags, tagPlusDigest } from './rules/c007-c008-image-pins.js'
import { bindSources } from './rules/c009-bind-sources.js'
import { sharedAlias } from './rules/c010-shared-alias.js'
import { startFirst } from './rules/c011-start-first.js'
import { nameLength } from './rules/c012-name-length.js'
import { secretLength } from './rules/c013-secret-length.js'
import { dockerConfig } from './rules/c014-docker-config.js'
import { composeVersion } from './rules/r001-compose-version.js'
import { healthchecks } from './rules/r002-healthchecks.js'
import { semverTags, stableTags, taggedImages } from './rules/r003-r005-image-tags.js'
import { inCatalogue, onForge } from './rules/r006-r013-published.js'
import { readmeMetadata } from './rules/r007-readme-metadata.js'
import { envSample } from './rules/r008-env-sample.js'
import { appService, serviceImages, traefikEnabled } from './rules/r009-r011-services.js'
import { configVersions } from './rules/r012-config-versions.js'
import { annotatedTags } from './rules/r014-annotated-tags.js'
import { secretNames } from './rules/r015-secret-names.js'

/** Every rule, by id. A new one is a file in rules/ and a line here. */
export const lintRules: readonly LintRule[] = [
  composeVersion,
  healthchecks,
  taggedImages,
  stableTags,
  semverTags,
  inCatalogue,
  readmeMetadata,
  envSample,
  appService,
  traefikEnabled,
  serviceImages,
  configVersions,
  onForge,
  annotatedTags,
  secretNames,
  readableFiles,
  durations,
  backupLabelPlace,
  backupLabelSyntax,
  configBump,
  newVariables,
  dependsOn,
  movingTags,
  tagPlusDigest,
  bindSources,
  sharedAlias,
  startFirst,
  nameLength,
  secretLength,
  dockerConfig,
]

/** abra has these rules too, but what they mean is not known here, so nobody may read silence as a pass. */
export const unknownRules: readonly string[] = ['R016']

/** One row of the documentation of a rule. */
export type RuleDoc = Pick<LintRule, 'id' | 'severity' | 'title' | 'why'>

/** The rules as documentation, in the order of the registry. */
export function ruleDocs(): RuleDoc[] {
  return lintRules.map(({ id, severity, title, why }) => ({ id, severity, title, why }))
}
