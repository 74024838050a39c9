import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import type { Db } from '../../src/core/storage/index.ts'

/** A database that keeps the text of each statement instead of running it. */
export function recorder(texts: string[]): Db {
  const client = {
    query: async (text: string) => {
      texts.push(text)
      return { rows: [], command: 'SELECT', rowCount: 0 }
    },
    release: () => undefined,
  }
  return new Kysely<unknown>({
    dialect: new PostgresDialect({
      pool: { connect: async () => client, end: async () => undefined } as never,
    }),
  })
}

/** The statement's plan for any arguments. @param hot connections as the message path has them */
export async function planOf(hot: Db, text: string): Promise<string> {
  const answer = await hot.executeQuery<{ 'QUERY PLAN': string }>(
    CompiledQuery.raw(`explain (generic_plan) ${text}`),
  )
  return answer.rows.map((row) => row['QUERY PLAN']).join('\n')
}
