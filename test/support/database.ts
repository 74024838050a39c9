import { request } from 'node:http'
import { inject } from 'vitest'
import type { Connection } from '../../src/core/embedded-postgres/index.ts'

/**
 * A database of its own for a test file, on the run's one PostgreSQL, with the migrations of all modules applied.
 * Tests in a file share it: each makes its own account. It goes away with the run.
 */
export const testDatabase = (): Promise<Connection> => ask('/migrated')

/** The same with nothing in it, for tests of the storage itself. */
export const emptyDatabase = (): Promise<Connection> => ask('/empty')

function ask(path: string): Promise<Connection> {
  return new Promise((settle, fail) => {
    const asked = request(
      { socketPath: inject('databaseBroker'), path, agent: false },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => (text += part))
        answer.on('error', fail)
        answer.on('end', () => {
          const told = JSON.parse(text) as Connection & { error?: string }
          if (told.error === undefined) settle(told)
          else fail(new Error(`no database for this test: ${told.error}`))
        })
      },
    )
    asked.on('error', fail)
    asked.end()
  })
}
