import { expect, test } from 'vitest'
import { crashRun } from '../../bench/crashes/run.ts'

/** The small form of `npm run bench -- crash`, which tells what is checked: nothing lost, no duplicate uncounted, money exact. */

test('kill -9 of the server and of PostgreSQL under load breaks no promise', async () => {
  const report = await crashRun(
    { kills: 3, databaseKills: 1, messagesPerSecond: 200, pauseMsMax: 1_500, restMsMax: 120_000 },
    true,
  )
  expect(report.broken).toEqual([])
  expect(report.acknowledged).toBeGreaterThan(100)
  expect(report.figures['stored']).toBe(report.acknowledged)
}, 240_000)
