import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** Everybody who was ever let in, in a file: who they are to the provider, their name, how often they came. */
export class Members {
  #file

  constructor(file) {
    this.#file = file
  }

  welcome({ subject, name }) {
    const all = this.list()
    const visits = (all.find((member) => member.subject === subject)?.visits ?? 0) + 1
    const now = [...all.filter((member) => member.subject !== subject), { subject, name, visits }]
    writeFileSync(`${this.#file}.new`, JSON.stringify(now))
    renameSync(`${this.#file}.new`, this.#file)
  }

  /** Read each time, since a restore puts another file in its place. */
  list() {
    try {
      return JSON.parse(readFileSync(this.#file, 'utf8'))
    } catch (error) {
      if (error.code === 'ENOENT') return []
      throw error
    }
  }
}
