import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { workspaceConfigSchema } from '@cc-ci/contracts/workspace-config'
import { temporaryFolder } from '@cc-ci/kernel/testing'
import { expect, it, onTestFinished } from 'vitest'
import { warmRecipes } from './warm-recipes.js'

function workspaceWith(settings: Readonly<Record<string, string>>) {
  const folder = temporaryFolder(onTestFinished)
  for (const [name, text] of Object.entries(settings)) {
    mkdirSync(join(folder, 'recipes', name), { recursive: true })
    writeFileSync(join(folder, 'recipes', name, 'recipe.yaml'), text)
  }
  const recipes = { wiki: { url: 'w' }, notes: { url: 'n' }, bare: { url: 'b' } }
  return { folder, config: workspaceConfigSchema.parse({ version: 1, recipes }) }
}

it('a recipe is kept warm when our settings for it say so, and only one of cc-ci.yaml', async () => {
  const warm = 'warmCanonical: true\n'

  expect(await warmRecipes(workspaceWith({ wiki: warm, notes: 'healthPath: /\n', stranger: warm }))).toEqual(['wiki'])
  expect(await warmRecipes(workspaceWith({}))).toEqual([])
})

it('H-06: a misspelt setting takes no recipe out of a sweep', async () => {
  await expect(warmRecipes(workspaceWith({ wiki: 'warmCanonicl: true\n' }))).rejects.toMatchObject({
    code: 'RECIPE_SETTINGS_INVALID',
    place: { key: 'warmCanonicl' },
  })
})
