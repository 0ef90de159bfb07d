import { describe, expect, it, onTestFinished } from 'vitest'
import { type DeliveryBed, deliveryBed } from './delivery-bed.js'

const key = 'comment of wiki'
const places = '<picture><source srcset="{{dark-card}}"><img src="{{card}}"></picture>'
const marked = (seq: number, words: string): string => `<!-- cc-ci:v1 recipe=wiki seq=${seq} -->\n${words}`
const bodies = (bed: DeliveryBed): string[] => bed.forge.state.comments.map(({ body }) => body)

/** A comment of run `seq` with places for its cards, which `run-<seq>` has. */
function show(bed: DeliveryBed, seq: number): void {
  bed.cards.add(`run-${seq}`)
  say(bed, { seq, words: `words\n\n${places}`, cardFolder: `run-${seq}` })
}

function say(bed: DeliveryBed, { seq, words, cardFolder }: { seq: number; words: string; cardFolder: string | null }) {
  bed.tell(key, seq, {
    kind: 'comment',
    repository: 'org/wiki',
    pullRequest: 7,
    recipe: 'wiki',
    body: marked(seq, words),
    cardFolder,
  })
}

describe('To a pull request on gitea, the server', () => {
  const begin = async (): Promise<DeliveryBed> => {
    const bed = await deliveryBed('gitea', onTestFinished)
    say(bed, { seq: 1, words: 'queued', cardFolder: null })
    await bed.deliver()
    show(bed, 1)
    return bed
  }
  const assets = (bed: DeliveryBed) => bed.forge.state.comments[0]?.assets ?? []
  const uploads = (method: string, path: string): boolean => method === 'POST' && path.endsWith('/assets')

  it('attaches the card before it shows it', async () => {
    const bed = await begin()
    await bed.deliverAll()

    const [light, dark] = assets(bed).map(({ uuid }) => `${bed.forge.url}/attachments/${uuid}`)
    expect(bodies(bed)).toEqual([
      marked(1, `words\n\n${places.replace('{{card}}', `${light}`).replace('{{dark-card}}', `${dark}`)}`),
    ])
    expect(assets(bed).map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['run-1 light', 'run-1 dark'])
    expect(bed.forge.problems).toEqual([])
  })

  it.each([403, 404, 413, 422])(
    'S-09: says the words without a card that the forge refuses with %i',
    async (refused) => {
      const bed = await begin()
      bed.forge.trouble({ answer: refused, on: uploads })

      expect(await bed.deliver()).toEqual({ told: 1, waiting: [] })
      expect(bodies(bed)).toEqual([marked(1, 'words\n')])
    },
  )

  it('says the words at once where the card must wait, and shows it later', async () => {
    const bed = await begin()
    bed.forge.trouble({ answer: 500, on: uploads })
    await bed.deliver()
    expect(bodies(bed)).toEqual([marked(1, 'words\n')])
    bed.forge.trouble(undefined)
    await bed.deliverAll()

    expect(bodies(bed)[0]).toContain('/attachments/')
    expect(assets(bed)).toHaveLength(2)
  })

  it('shows the card of the newest run alone', async () => {
    const bed = await begin()
    await bed.deliverAll()
    show(bed, 2)
    await bed.deliverAll()

    expect(assets(bed).map(({ bytes }) => new TextDecoder().decode(bytes))).toEqual(['run-2 light', 'run-2 dark'])
    for (const { uuid } of assets(bed)) expect(bodies(bed)[0]).toContain(uuid)
    expect(bed.forge.problems).toEqual([])
  })

  it('does not wait for ever for a card', async () => {
    const bed = await begin()
    bed.forge.trouble({ answer: 500, on: uploads })
    await bed.deliverAll()

    expect(bodies(bed)).toEqual([marked(1, 'words\n')])
    expect(bed.waiting()).toEqual([])
  })

  it('attaches no card twice whose upload is never answered, and shows it all the same', async () => {
    const bed = await begin()
    bed.forge.trouble({ answer: 'hang-up after doing it', on: uploads })
    await bed.deliverAll()

    expect(assets(bed)).toHaveLength(2)
    for (const { uuid } of assets(bed)) expect(bodies(bed)[0]).toContain(uuid)
  })
})
