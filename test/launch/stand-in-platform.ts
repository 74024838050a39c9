import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import type { PlatformDoor } from '../../src/start/index.ts'

/**
 * The smallest platform that the launcher can start: it counts in the database what it is asked to, so that a test can
 * see whether the database behind it is the same one, and whether it is there.
 */
export const { startPlatform, resetOwner }: PlatformDoor = {
  async startPlatform({ config, database, log }) {
    const pool = new pg.Pool({ ...database, max: 2 })
    pool.on('error', (error) =>
      log.warn({ reason: error.message }, 'a database connection was lost'),
    )
    await pool.query('create table if not exists counted (at int)')
    const { rowCount: before } = await pool.query('select 1 from counted')
    if (before === 0) await pool.query('insert into counted values (0)')
    const server = createServer((request, answer) => {
      const work =
        request.method === 'POST'
          ? pool.query('insert into counted values (1)')
          : pool.query('select count(*)::int as n from counted')
      work.then(
        ({ rows }) => answer.end(JSON.stringify(rows[0] ?? {})),
        (error: unknown) => answer.writeHead(503).end(String(error)),
      )
    })
    await new Promise<void>((listening, fail) => {
      server.once('error', fail)
      server.listen(config.http.port, config.http.host, listening)
    })
    const { port } = server.address() as AddressInfo
    return {
      url: `http://127.0.0.1:${port}`,
      smppPort: null,
      firstAccount: {
        created: before === 0,
        ownerEmail: config.firstAccount.ownerEmail,
        ownerPassword: 'a generated password',
        apiKey: 'a-generated-key',
      },
      drain: async () => {
        server.close()
        server.closeAllConnections()
        await pool.end()
      },
    }
  },
  async resetOwner(database, config) {
    const client = new pg.Client({ ...database })
    await client.connect()
    await client.query('select 1 from counted')
    await client.end()
    return {
      ownerEmail: config.firstAccount.ownerEmail,
      ownerPassword: 'a new password',
      apiKey: 'a-new-key',
    }
  },
}
