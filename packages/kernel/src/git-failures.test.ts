import { expect, it } from 'vitest'
import { gitFailed, gitRemoteUnreachable } from './git-failures.js'

it('shows no password or token of a remote', () => {
  const complaint = "fatal: unable to access 'https://bot:hunter2@git.example.org/r.git/': 403"
  const error = gitRemoteUnreachable('https://token@git.example.org/r.git', complaint)

  expect(error.message).toBe(
    "The git remote https://***@git.example.org/r.git gave no answer: unable to access 'https://***@git.example.org/r.git/': 403",
  )
})

it.each([
  ['warning: x\nfatal: bad object\nhint: y', 'git gc failed: bad object'],
  ['error: one\nerror: two\n', 'git gc failed: error: two'],
])('tells the one line of %j that says why', (complaint, message) => {
  expect(gitFailed('gc', complaint).message).toBe(message)
})
