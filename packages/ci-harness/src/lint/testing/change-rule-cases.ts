import { cleanRecipe, edited, withFiles } from './clean-recipe.js'
import type { RuleCase } from './rule-case.js'

const changedPage = { 'index.tmpl': 'Good day\n' }
const unversioned = cleanRecipe.files['compose.yml'].replace(/ {4}name: .*index.*\n/, '')
const wantsToken = cleanRecipe.files['compose.yml'].replace('- STACK_NAME\n', `- TOKEN=\${TOKEN}\n`)

/** Cases of the rules that compare with the previous version, and of declared secret lengths. */
export const changeRuleCases: readonly RuleCase[] = [
  {
    rule: 'C004',
    rejects: 'A-21: a changed config under the old version',
    failing: withFiles(changedPage),
    at: ['abra.sh:3'],
    says: 'index.tmpl differs from 0.9.0+1.26.0, but INDEX_VERSION is the same',
    passing: withFiles({ ...changedPage, 'abra.sh': 'export INDEX_VERSION=v2\n' }),
  },
  {
    rule: 'C004',
    rejects: 'A-21: a changed config whose name has no version',
    failing: {
      ...withFiles({ ...changedPage, 'compose.yml': unversioned }),
      previous: { version: '0.9.0+1.26.0', files: { ...cleanRecipe.files, 'compose.yml': unversioned } },
    },
    at: ['compose.yml:26'],
    says: 'its name has no version',
    passing: withFiles({ 'compose.yml': unversioned }),
  },
  {
    rule: 'C005',
    rejects: 'A-23: a new variable of the sample without default',
    failing: withFiles({ 'compose.yml': wantsToken, '.env.sample': `${cleanRecipe.files['.env.sample']}TOKEN=\n` }),
    at: ['.env.sample:6'],
    says: 'TOKEN is new since 0.9.0+1.26.0',
    passing: withFiles({ 'compose.yml': wantsToken.replace(`\${TOKEN}`, `\${TOKEN:-none}`) }),
  },
  {
    rule: 'C005',
    rejects: 'A-23: a new variable that the sample forgot',
    failing: withFiles({ 'compose.yml': wantsToken }),
    at: ['compose.yml:7'],
    says: 'TOKEN is new',
    passing: withFiles({
      'compose.yml': wantsToken.replace('=$', () => '=$$'),
      'compose.optional.yml': `version: "3.8"\nservices: {app: {environment: {A: "\${OTHER}"}}}\n`,
    }),
  },
  ...[
    ['a 62-character key for 64', 'SECRET_APP_KEY_VERSION=v1 # length=62', 'SECRET_APP_KEY_VERSION=v1 # length=64'],
    ['a short key base', 'SECRET_KEY_BASE_VERSION=v1 # length=32', 'SECRET_AES_KEY_VERSION=v1 # length=32'],
    [
      'less than its comment says',
      'SECRET_A_VERSION=v1 # length=16 at least 20',
      'SECRET_A_VERSION=v1 # length=16 at most 20 chars',
    ],
  ].map(([what = '', bad = '', good = '']) => ({
    rule: 'C013',
    rejects: `A-18: ${what}`,
    failing: edited('.env.sample', 'TYPE=tiny\n', `TYPE=tiny\n${bad}\n`),
    at: ['.env.sample:2'],
    says: 'characters are expected',
    passing: edited('.env.sample', 'TYPE=tiny\n', `TYPE=tiny\n${good}\n`),
  })),
  {
    rule: 'C013',
    rejects: 'A-18: less than the comment above says',
    failing: edited('.env.sample', 'TYPE=tiny\n', '# needs 40 characters\nSECRET_A_VERSION=v1 # length=39\n'),
    at: ['.env.sample:2'],
    says: 'SECRET_A_VERSION has length=39, but 40 characters are expected',
    passing: edited('.env.sample', 'TYPE=tiny\n', '# needs 40 characters\n\nSECRET_A_VERSION=v1 # length=39\n'),
  },
]
