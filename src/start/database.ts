import pg from 'pg'
import { reasonOf, StartRefused } from '../core/start-refused.ts'

const VERSION_MIN = 18
const CONNECT_MS_MAX = 10_000

/** Asks the database of DATABASE_URL who it is, before anything is started on it. @throws StartRefused */
export async function checkDatabase(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_MS_MAX })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const answer = await client.query<{ major: number }>(
      "select current_setting('server_version_num')::int / 10000 as major",
    )
    const major = answer.rows[0]?.major ?? 0
    if (major < VERSION_MIN)
      throw new StartRefused(`The database of DATABASE_URL is PostgreSQL ${major}, and Trunkline needs ${VERSION_MIN} or newer: upgrade it, or unset DATABASE_URL for the embedded one.`) // prettier-ignore
  } catch (error) {
    if (error instanceof StartRefused) throw error
    throw new StartRefused(`The database of DATABASE_URL cannot be used (${reasonOf(error) || 'no connection'}): check its address, user and password.`, { cause: error }) // prettier-ignore
  } finally {
    await client.end().catch(() => undefined)
  }
}
