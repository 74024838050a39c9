/**
 * What `kill -9` does to messages: `npm run bench -- crash [--kills 50] [--database-kills 10] [--rate 300] [--date 2026-11-24]`.
 * Starts the whole program as `npm start` would (embedded PostgreSQL with fsync on), sends to it over HTTP from three prepaid
 * accounts, one below a reseller and one that wants nothing sent twice, and kills the server at random instants, then PostgreSQL. The operator is an SMSC in a
 * process of its own that keeps a journal. When all is at rest it checks every promise. Prints JSON; exit code 1 when one is broken.
 */
import { crashRun } from './crashes/run.ts'
import { argument, machine } from './program.ts'

const report = await crashRun({
  kills: Number(argument('kills') ?? 50),
  databaseKills: Number(argument('database-kills') ?? 10),
  messagesPerSecond: Number(argument('rate') ?? 300),
  pauseMsMax: 2_500,
  restMsMax: 240_000,
})
const head = {
  bench: 'crash',
  date: argument('date') ?? null,
  machine,
  node: process.version,
}
console.log(JSON.stringify({ ...head, ...report }, null, 2))
process.exit(report.broken.length === 0 ? 0 : 1)
