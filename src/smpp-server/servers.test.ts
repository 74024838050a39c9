import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { bindAs, type Esme } from '../../test/support/esme.ts'
import { eventually } from '../../test/support/running.ts'
import { uuidv7 } from '../core/ids.ts'
import { openLog } from '../core/open-log.ts'
import type { Stop } from '../core/module.ts'
import { openSecrets } from '../core/secrets.ts'
import { openDatabase, type Database } from '../core/storage/index.ts'
import { startEngine, type Engine } from '../messaging/test/engine.ts'
import { smppServer, type Ports, type SmppServer } from './index.ts'
import { NotBoundError, status } from '../protocols/smpp/index.ts'
import { collectorOf, type User } from './settings.ts'
import { endBind, insertBind, pageBinds } from './store/binds.ts'
import { freshSince, Passwords, Users } from './users.ts'
import type { NewUser } from './wire.ts'

/** Two processes on one database, each with an SMPP server. */

const fixture = (name: string) =>
  fileURLToPath(new URL(`../protocols/smpp/fixtures/${name}`, import.meta.url))
const tls = { port: 0, certFile: fixture('tls-server.pem'), keyFile: fixture('tls-server-key.pem') }
const log = openLog('silent')
const secrets = openSecrets(Buffer.alloc(32, 7))

let one: Engine
let two: Engine
let database: Database
let servers: { server: SmppServer; stop: Stop }[]
let users: Users
let account = 0
let counted = 0
const open: Esme[] = []
/** What the audit trail was told. */
const noted: string[] = []

async function serve(engine: Engine, ports: Ports, onlyNode = false) {
  const server = smppServer({
    db: database.db,
    clock: engine.clock,
    log,
    secrets,
    accounts: engine.accounts,
    messaging: { ...engine.messaging, collect: engine.collect },
    ports,
    onlyNode,
    note: async (deed) => void noted.push(deed.action),
    publicUrl: () => 'http://127.0.0.1',
  })
  return { server, stop: await server.module.start!() }
}

beforeAll(async () => {
  one = await startEngine()
  two = await startEngine({ beside: one })
  database = openDatabase(one.connection, log, { connectionsMax: 4, hotConnectionsMax: 1 })
  servers = [
    await serve(one, { host: '127.0.0.1', port: 0, tls }),
    await serve(two, { host: '127.0.0.1', port: 0, tls: null }),
  ]
  users = new Users({
    db: database.db,
    clock: one.clock,
    passwords: new Passwords(secrets),
    accounts: one.accounts,
    onChange: () => undefined,
  })
  account = await one.account()
}, 60_000)
afterEach(() => {
  for (const esme of open.splice(0)) esme.session.close()
})
afterAll(async () => {
  for (const { stop } of servers ?? []) await stop()
  await two?.stop()
  await one?.stop()
  await database?.close()
})

async function makeUser(wanted: Partial<NewUser> = {}): Promise<{ user: User; password: string }> {
  return users.create(account, { systemId: `two-${++counted}`, ...wanted })
}
async function bind(
  which: number,
  { user, password }: { user: User; password: string },
  options: Parameters<typeof bindAs>[2] & { port?: number } = {},
): Promise<Esme> {
  const port = options.port ?? servers[which]!.server.port()!
  const esme = await bindAs(port, { systemId: user.systemId, password }, options)
  open.push(esme)
  return esme
}
const report = (user: User, count: number) =>
  one.send(account, {
    // Refused at once, which is an end like any other.
    messages: Array.from({ length: count }, () => ({
      to: '12',
      webhook: { url: collectorOf(user.userId), shape: 'smpp' },
    })),
  })

test('receipts go to binds at both, each once', async () => {
  const made = await makeUser({ deliveryWindow: 5 })
  const here = await bind(0, made)
  const there = await bind(1, made)
  await report(made.user, 400)
  await eventually('all receipts', () =>
    here.receipts.length + there.receipts.length >= 400 ? true : undefined,
  )
  const ids = [...here.receipts, ...there.receipts].map((receipt) => receipt.id)
  expect(new Set(ids).size).toBe(400)
  expect(ids).toHaveLength(400)
  expect(Math.min(here.receipts.length, there.receipts.length)).toBeGreaterThan(0)
})

test('what one leaves when its customer goes, the other’s bind gets', async () => {
  const made = await makeUser({ deliveryWindow: 10 })
  const here = await bind(0, made)
  here.held = []
  await report(made.user, 15)
  await eventually('a full window', () => (here.held?.length === 10 ? true : undefined))
  const there = await bind(1, made)
  here.session.close()
  await eventually('all receipts', () =>
    new Set(there.receipts.map((receipt) => receipt.id)).size === 15 ? true : undefined,
  )
})

test('the number of binds counts over both, and each ends what the other is asked to', async () => {
  const made = await makeUser({ bindsMax: 1 })
  const here = await bind(0, made)
  await expect(bind(1, made)).rejects.toMatchObject({ reason: 'bind_refused' })
  const filter = { userId: made.user.userId, after: null }
  const [row] = await pageBinds(database.db, account, filter, 10, freshSince(one.clock))
  expect(await endBind(database.db, account, row!.bind_id)).toBe(1)
  await eventually('the end', () => here.closed ?? undefined)
  await eventually('a free place at the other', () =>
    bind(1, made).then(
      () => true,
      () => undefined,
    ),
  )
})

test('over TLS a user binds that has to, and in the clear it does not', async () => {
  const made = await makeUser({ tlsOnly: true })
  await expect(bind(0, made)).rejects.toMatchObject({ reason: 'bind_refused' })
  const ca = readFileSync(tls.certFile)
  const esme = await bind(0, made, {
    port: servers[0]!.server.tlsPort()!,
    tls: { ca, servername: 'smsc.test' },
  })
  expect(esme.session.peer.tls).toBe(true)
})

test('an account that is closed has no binds any more', async () => {
  const closing = await one.account()
  const made = await users.create(closing, { systemId: 'closing' })
  const esme = await bind(0, made)
  await one.look(
    `update accounts.accounts set state = 'closed', closed_at = created_at where id = $1`,
    [closing],
  )
  one.clock.advance(60_000)
  await eventually('the end', () => esme.closed ?? undefined)
  await expect(bind(0, made)).rejects.toMatchObject({ reason: 'bind_refused' })
})

test('a server that stops answers everything it took, and takes nothing more', async () => {
  const third = await serve(two, { host: '127.0.0.1', port: 0, tls: null })
  const made = await makeUser({ partsPerSecond: 100_000 })
  const esme = await bind(0, made, { port: third.server.port()!, windowMax: 100 })
  const statuses = new Map<number, number>()
  let last: unknown = null
  const load = async () => {
    while (last === null)
      try {
        const { status: told } = await esme.submit({ destination_addr: '12' })
        statuses.set(told, (statuses.get(told) ?? 0) + 1)
      } catch (error) {
        last = error
      }
  }
  const loading = Promise.all(Array.from({ length: 100 }, load))
  await eventually('some traffic', () =>
    (statuses.get(status.ESME_RINVDSTADR) ?? 0) > 500 ? true : undefined,
  )
  await third.stop()
  await loading
  // Nothing was left without an answer: that would be an OutcomeUnknownError.
  expect(last).toBeInstanceOf(NotBoundError)
  const known: number[] = [status.ESME_RINVDSTADR, status.ESME_RMSGQFUL, status.ESME_RINVBNDSTS]
  expect([...statuses.keys()].filter((told) => !known.includes(told))).toEqual([])
})

test('binds that a killed server left take no places once it is back', async () => {
  const made = await makeUser({ bindsMax: 1 })
  const { userId, accountId } = made.user
  const left = {
    account_id: accountId,
    bind_id: uuidv7(one.clock.ms()),
    user_id: userId,
    kind: 'transceiver',
    version: 0x34,
    address: '127.0.0.1',
    tls: false,
  }
  await insertBind(database.db, left, 1, one.clock.now(), freshSince(one.clock))
  await expect(bind(0, made)).rejects.toMatchObject({ reason: 'bind_refused' })
  const back = await serve(two, { host: '127.0.0.1', port: 0, tls: null }, true)
  await bind(0, made, { port: back.server.port()! })
  await back.stop()
})

test('whoever guesses at a password is told of in the account’s audit trail, once', async () => {
  const { user } = await makeUser()
  for (let n = 0; n < 7; n++) await bind(0, { user, password: 'guessed' }).catch(() => undefined)
  await eventually('the note', () => (noted.length > 0 ? true : undefined))
  expect(noted).toEqual(['smpp-locked-out'])
})
