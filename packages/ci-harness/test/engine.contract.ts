import { existsSync } from 'node:fs'
import type { GitRepository } from '@cc-ci/kernel/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../src/ports/engine.js'
import { type EngineBed, git, swarm } from './engine-bed.js'

export interface EngineSubject {
  readonly engine: Engine
  readonly recipe: GitRepository
  newBed(): EngineBed
}

/** What every engine must do, on a real Swarm. */
export function engineContract(title: string, create: () => Promise<EngineSubject>): void {
  describe(`${title} keeps the engine contract`, { timeout: 120_000 }, () => {
    let subject: EngineSubject
    let bed: EngineBed
    let head = ''
    let firstSecret = ''
    beforeAll(async () => {
      subject = await create()
      bed = subject.newBed()
      await bed.open(subject.recipe)
      head = await git.head(subject.recipe.folder)
    }, 60_000)
    afterAll(() => bed.remove(), 120_000)

    it('says what it is, in words that hold its version', async () => {
      expect(await subject.engine.version()).toMatch(/^(docker stack|abra) \d/)
    })

    it('deploys a release: its config, its own environment, secrets that exist, and labels that name it', async () => {
      expect(await bed.deploy('1.0.0+1')).toEqual({ ok: true })

      expect(await bed.untilPage(/^1\.0\.0/)).toBe(`1.0.0 of ${bed.domain}`)
      expect([await bed.label('version'), await bed.label('chaos'), await bed.label('recipe')]).toEqual([
        ...['1.0.0+1', 'false', 'tiny'],
      ])
      expect(await swarm.secretNames()).toContain(`${bed.stack}_pw_v1`)
    })

    it('A-15: never gives an app the means to ask for a certificate', async () => {
      const env = await bed.read('/proc/1/environ')

      expect(env.split('\0')).toContain('LETS_ENCRYPT_ENV=')
    })

    it('X-05: tells the harness every secret that it made, so that it can be masked', async () => {
      const secret = await bed.read('/run/secrets/pw')

      expect(secret).toHaveLength(24)
      expect(bed.mask.mask(`the password is ${secret}`)).toBe('the password is ***')
    })

    it('V-02, A-05: upgrades in place to the head itself, whatever moved the checkout meanwhile', async () => {
      const [before] = await swarm.services(bed.stack)
      firstSecret = await bed.read('/run/secrets/pw')
      expect(await bed.deploy(head, { SECRET_PW_VERSION: 'v2' })).toEqual({ ok: true })

      expect(await bed.untilPage(/^head/)).toBe(`head of ${bed.domain}`)
      expect(head.startsWith((await bed.label('chaos-version')) ?? 'nothing')).toBe(true)
      const [after] = await swarm.services(bed.stack)
      expect([after?.id, after?.templateHash === before?.templateHash]).toEqual([before?.id, false])
    })

    it('A-20: has made a new secret for the raised version variable, and left the old one', async () => {
      expect(await bed.read('/run/secrets/pw')).toMatch(new RegExp(`^(?!${firstSecret})\\w{24}$`))
      expect(await swarm.secretNames()).toEqual(expect.arrayContaining([`${bed.stack}_pw_v1`, `${bed.stack}_pw_v2`]))
    })

    it('A-21: answers with Docker’s own words when a config changed under its name', async () => {
      const broken = await subject.recipe.commit({ 'page.tmpl': 'changed\n' })
      await subject.recipe.tag('broken')
      await git.fetchTags(bed.checkout, subject.recipe.folder)

      expect(await bed.deploy(broken, { SECRET_PW_VERSION: 'v2' })).toMatchObject({
        ok: false,
        why: expect.stringContaining('only updates to Labels are allowed'),
      })
    })

    it('leaves nothing of the app, on the Swarm or in the run’s folder', async () => {
      expect(await bed.remove()).toEqual([])

      expect(await swarm.stacks()).not.toContain(bed.stack)
      expect(existsSync(bed.folder)).toBe(false)
    })
  })
}
