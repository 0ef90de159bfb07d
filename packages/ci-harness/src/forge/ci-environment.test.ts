import { describe, expect, it } from 'vitest'
import { readCiEnvironment } from './ci-environment.js'

const wiki = { forgeUrl: 'https://git.example.org', repository: 'org/wiki' }

/** Variables as the engines set them in the step of a pull request, without those that nothing here reads. */
const pipelines = {
  woodpecker: {
    CI: 'woodpecker',
    CI_REPO: 'org/wiki',
    CI_REPO_URL: 'https://git.example.org/org/wiki',
    CI_REPO_CLONE_URL: 'https://git.example.org/org/wiki.git',
    CI_PIPELINE_EVENT: 'pull_request',
    CI_COMMIT_PULL_REQUEST: '7',
    CI_COMMIT_REF: 'refs/pull/7/head',
    CI_FORGE_TYPE: 'forgejo',
    CI_FORGE_URL: 'https://git.example.org',
    CI_WORKSPACE: '/woodpecker/src/git.example.org/org/wiki',
  },
  drone: {
    CI: 'true',
    DRONE: 'true',
    DRONE_REPO: 'org/wiki',
    DRONE_REPO_LINK: 'https://git.example.org/org/wiki',
    DRONE_GIT_HTTP_URL: 'https://git.example.org/org/wiki.git',
    DRONE_BUILD_EVENT: 'pull_request',
    DRONE_PULL_REQUEST: '7',
    DRONE_COMMIT_REF: 'refs/pull/7/head',
    DRONE_WORKSPACE: '/drone/src',
  },
  'gitea-actions': {
    CI: 'true',
    GITEA_ACTIONS: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://git.example.org',
    GITHUB_REPOSITORY: 'org/wiki',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REF: 'refs/pull/7/head',
    GITHUB_WORKSPACE: '/workspace/org/wiki',
  },
  'forgejo-actions': {
    CI: 'true',
    FORGEJO_ACTIONS: 'true',
    GITEA_ACTIONS: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://git.example.org',
    GITHUB_REPOSITORY: 'org/wiki',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REF: 'refs/pull/7/head',
    GITHUB_WORKSPACE: '/workspace/org/wiki',
  },
  'github-actions': {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_SERVER_URL: 'https://git.example.org',
    GITHUB_REPOSITORY: 'org/wiki',
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_REF: 'refs/pull/7/merge',
    GITHUB_WORKSPACE: '/builds/wiki',
  },
} as const

describe('the pipeline of a pull request is recognised', () => {
  it.each([
    ['woodpecker', 'forgejo'],
    ['drone', undefined],
    ['gitea-actions', 'gitea'],
    ['forgejo-actions', 'forgejo'],
    ['github-actions', 'github'],
  ] as const)('in %s', (engine, forge) => {
    expect(readCiEnvironment(pipelines[engine])).toMatchObject({
      engine,
      forge,
      repository: wiki,
      pr: 7,
      ofPullRequest: true,
      workspace: expect.stringContaining('/'),
    })
  })
})

describe('a pipeline of something else', () => {
  it.each([
    ['woodpecker', { CI_PIPELINE_EVENT: 'push', CI_COMMIT_PULL_REQUEST: '' }],
    ['drone', { DRONE_BUILD_EVENT: 'push', DRONE_PULL_REQUEST: '' }],
    ['gitea-actions', { GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main' }],
    ['github-actions', { GITHUB_EVENT_NAME: 'schedule', GITHUB_REF: 'refs/heads/pull/7/merge' }],
  ] as const)('in %s has no pull request', (engine, event) => {
    expect(readCiEnvironment({ ...pipelines[engine], ...event })).toMatchObject({ pr: undefined, ofPullRequest: false })
  })

  it('may hide the number: GitHub does with pull_request_target, whose checkout may still be somebody’s proposal', () => {
    const event = { GITHUB_EVENT_NAME: 'pull_request_target', GITHUB_REF: 'refs/heads/main' }
    expect(readCiEnvironment({ ...pipelines['github-actions'], ...event })).toMatchObject({
      pr: undefined,
      ofPullRequest: true,
    })
  })

  it.each([{}, { CI: 'true' }, { CI: 'drone', DRONE: 'false' }, { GITHUB_REF: 'refs/pull/7/head' }])(
    'is none that is known: %j',
    (environment) => expect(readCiEnvironment(environment)).toBeUndefined(),
  )
})
