import { connect } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findEmbeddedPostgres } from '../../src/core/embedded-postgres/index.ts'
import { identify, processesIn, until } from '../../src/core/processes/index.ts'
import { counted, Launches, type Launched, type ReadyLine } from './launched.ts'

// Each test starts whole programs, some several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 })
const launches = new Launches()
const soon = { deadlineMs: 20_000, everyMs: 20 }
let project = ''
let dataDir = ''

beforeAll(async () => {
  project = await launches.project()
  dataDir = await launches.folder('data')
})
afterAll(() => launches.end())

const start = async (
  settings: Record<string, string> = {},
): Promise<{ launched: Launched; ready: ReadyLine }> => {
  const launched = launches.launch({ project, dataDir, settings })
  return { launched, ready: await launched.ready() }
}
const add = (url: string) =>
  fetch(url, { method: 'POST' }).then(
    ({ status }) => status,
    () => 0,
  )
const isGone = (pid: number) => identify(pid) === null

describe('after kill -9', () => {
  it('of the server, the next start adopts database and simulator', async () => {
    const { launched, ready } = await start({ SIMULATOR: 'on' })
    expect(await add(ready.url)).toBe(200)
    process.kill(ready.pid, 'SIGKILL')
    expect(await launched.exit).toBe(137)
    expect([ready.postgresPid, ready.simulatorPid!].map(isGone)).toEqual([false, false])

    const next = await start({ SIMULATOR: 'on' })
    expect(next.ready).toMatchObject({
      postgresPid: ready.postgresPid,
      simulatorPid: ready.simulatorPid,
      simulatorSmpp: ready.simulatorSmpp,
    })
    expect(await counted(next.ready.url)).toBe(2)
    expect(await next.launched.stop()).toBe(0)
    expect([ready.postgresPid, ready.simulatorPid!].map(isGone)).toEqual([true, true])
  })

  it('of the database, the server starts it again and callers see only a gap', async () => {
    const { launched, ready } = await start()
    const before = await counted(ready.url)
    process.kill(ready.postgresPid, 'SIGKILL')
    await until(() => isGone(ready.postgresPid), soon)
    expect(await until(async () => (await add(ready.url)) === 200, soon)).toBe(true)
    const after = await until(() => counted(ready.url).catch(() => null), soon)
    expect(after).toBeGreaterThan(before)
    expect(isGone(ready.pid)).toBe(false)
    expect(await launched.stop()).toBe(0)
    expect(processesIn(`${dataDir}/postgres/data`, [`-D ${dataDir}`])).toEqual([])
  })

  it('of an adopted database too', async () => {
    const first = await start()
    process.kill(first.ready.pid, 'SIGKILL')
    await first.launched.exit
    const { launched, ready } = await start()
    process.kill(ready.postgresPid, 'SIGKILL')
    await until(() => isGone(ready.postgresPid), soon)
    expect(await until(async () => (await add(ready.url)) === 200, soon)).toBe(true)
    expect(await launched.stop()).toBe(0)
  })

  it('of both, while a statement that looks at nothing keeps a process of the database alive', async () => {
    const { launched, ready } = await start()
    const connection = await findEmbeddedPostgres(dataDir)
    const client = new pg.Client(connection!)
    client.on('error', () => undefined)
    await client.connect()
    const busy = client.query('do $$ begin loop end loop; end $$').catch(() => 'ended')
    await until(async () => (await statementRuns(connection!)) || null, soon)
    process.kill(ready.pid, 'SIGKILL')
    process.kill(ready.postgresPid, 'SIGKILL')
    await launched.exit
    expect(processesIn(`${dataDir}/postgres/data`, []).length).toBeGreaterThan(0)

    const next = await start()
    expect(await add(next.ready.url)).toBe(200)
    expect(next.ready.postgresPid).not.toBe(ready.postgresPid)
    expect(await busy).toBe('ended')
    expect(await next.launched.stop()).toBe(0)
  })

  it('of the simulator, the server starts it again on the same port', async () => {
    const { launched, ready } = await start({ SIMULATOR: 'on' })
    process.kill(ready.simulatorPid!, 'SIGKILL')
    expect(await until(() => launched.stderr.includes('simulator runs again'), soon)).toBe(true)
    const socket = connect(ready.simulatorSmpp!, '127.0.0.1')
    expect(await until(() => socket.readyState === 'open', soon)).toBe(true)
    socket.destroy()
    expect(await launched.stop()).toBe(0)
  })

  it('of the launcher, the server notices and stops in order', async () => {
    const { launched, ready } = await start()
    launched.launcher.kill('SIGKILL')
    expect(await until(() => isGone(ready.pid) && isGone(ready.postgresPid), soon)).toBe(true)
  })
})

describe('signals', () => {
  it('that arrive twice for one Ctrl-C are one: it still stops in order', async () => {
    const { launched, ready } = await start()
    process.kill(-launched.launcher.pid!, 'SIGINT')
    launched.signal('SIGINT')
    expect(await launched.exit, launched.stderr).toBe(0)
    expect(isGone(ready.postgresPid)).toBe(true)
  })

  it('during the start stop it as well, and leave nothing behind', async () => {
    const launched = launches.launch({ project, dataDir })
    expect(await until(() => launched.stderr.includes('"starting"'), soon)).toBe(true)
    launched.signal('SIGTERM')
    expect(await launched.exit, launched.stderr).toBe(0)
    expect(processesIn(`${dataDir}/postgres/data`, [`-D ${dataDir}`])).toEqual([])
  })

  it('a second instance waits for one that is about to end', async () => {
    const { launched } = await start()
    const ended = launched.stop()
    const next = await start()
    expect(await ended).toBe(0)
    expect(await counted(next.ready.url)).toBeGreaterThan(0)
    expect(await next.launched.stop()).toBe(0)
  })
})

async function statementRuns(connection: pg.ClientConfig): Promise<boolean> {
  const client = new pg.Client(connection)
  await client.connect()
  const { rowCount } = await client.query(
    "select 1 from pg_stat_activity where query like 'do $$%' and state = 'active'",
  )
  await client.end()
  return (rowCount ?? 0) > 0
}
