import { describe, expect, it } from 'vitest'
import { readEntries, readSummary, unreadableFiles } from './restic-output.js'

const lines = (...messages: object[]) => messages.map((message) => `${JSON.stringify(message)}\n`).join('')

describe('the output of restic', () => {
  it('tells the snapshot, among progress and plain words', () => {
    const summary = {
      message_type: 'summary',
      total_files_processed: 2,
      total_bytes_processed: 30,
      snapshot_id: 'ab12',
    }
    const output = `open repository\n${lines({ message_type: 'status', percent_done: 1 }, summary)}`
    expect(readSummary(output)).toEqual({ snapshotId: 'ab12', files: 2, bytes: 30 })
  })

  it.each(['', 'Fatal: no space left on device', lines({ message_type: 'status' }), '{"message_type":"summary"'])(
    'has no summary in %j',
    (output) => {
      expect(readSummary(output)).toBeUndefined()
    },
  )

  it.each([
    ['0.14, gone', { Op: 'lstat', Path: '/v/gone', Err: 2 }, []],
    ['0.14, forbidden', { Op: 'open', Path: '/v/file', Err: 13 }, ['/v/file']],
    ['0.17, gone', { message: 'lstat /v/gone: no such file or directory' }, []],
    ['0.17, broken', { message: 'read /v/file: input/output error' }, ['/v/file']],
    ['an error number that only begins with 2', { Op: 'read', Path: '/v/file', Err: 21 }, ['/v/file']],
  ])('lists what could not be read, but not what the app deleted meanwhile: %s', (_, error, expected) => {
    const item = expected[0] ?? '/v/gone'
    expect(unreadableFiles(lines({ message_type: 'error', error, during: 'archival', item }))).toEqual(expected)
  })

  it('lists what a snapshot holds, without the snapshot itself', () => {
    const snapshot = { struct_type: 'snapshot', paths: ['/v'], id: 'ab12' }
    const output = lines(
      snapshot,
      { path: '/v', type: 'dir', struct_type: 'node' },
      { path: '/v/a', type: 'file', size: 5 },
    )
    expect(readEntries(output)).toEqual([
      { path: '/v', type: 'dir', size: 0 },
      { path: '/v/a', type: 'file', size: 5 },
    ])
  })
})
