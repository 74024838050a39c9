import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Note } from '../core/trail.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import type { AccountsDoor, Collect, Messaging } from '../messaging/index.ts'
import { BindDesk } from './bind-desk.ts'
import { dataMap } from './data-map.ts'
import { Deliveries } from './deliveries.ts'
import { Reception, type Ports } from './reception.ts'
import { Requests } from './requests.ts'
import { addRoutes } from './routes.ts'
import { collectorOf } from './settings.ts'
import { dropAllBinds } from './store/binds.ts'
import { takersOf } from './store/users.ts'
import { Passwords, Users } from './users.ts'

export { dataMap as smppServerDataMap } from './data-map.ts'
export { smppServerEvents } from './bind-desk.ts'
export type { Ports } from './reception.ts'
/** Folder of this module's migrations. */
export const smppServerMigrations = new URL('./migrations/', import.meta.url)

export interface SmppServerNeeds {
  db: Db
  clock: Clock
  log: Log
  secrets: Secrets
  accounts: Pick<AccountsDoor, 'policies' | 'ownerOfNumber'>
  messaging: Messaging & { collect: Collect }
  ports: Ports
  note: Note
  /** Nobody else works on this database: binds that are noted there are of a process that is gone. */
  onlyNode: boolean
  /** As callers reach the installation. */
  publicUrl: () => string
}

export interface SmppServer {
  module: Module
  /** Where it listens in the clear and with TLS; null: it does not, or not yet. */
  port(): number | null
  tlsPort(): number | null
}

/** Our SMPP server for customers: binds, submissions, receipts and messages from handsets. */
export function smppServer(needs: SmppServerNeeds): SmppServer {
  const { db, clock, log, accounts, messaging } = needs
  const { collect } = messaging
  const passwords = new Passwords(needs.secrets)
  const desk = new BindDesk({ db, clock, log, passwords, accounts, note: needs.note })
  const reception = new Reception({ db, clock, log, accounts, desk, ports: needs.ports })
  const deliveries = new Deliveries({ collect, log, customers: reception.customers })
  const users = new Users({
    db,
    clock,
    passwords,
    accounts,
    onChange: () => reception.lookAfter(),
  })
  return {
    port: () => reception.port,
    tlsPort: () => reception.tlsPort,
    module: {
      name: 'smpp-server',
      migrations: smppServerMigrations,
      dataMap,
      routes: (app) =>
        addRoutes(app, {
          db,
          clock,
          users,
          collect,
          access: () => ({
            host: new URL(needs.publicUrl()).hostname,
            port: reception.port,
            tlsPort: reception.tlsPort,
          }),
          onEnding: () => reception.lookAfter(),
        }),
      start: async () => {
        const requests = new Requests({ messaging, clock, log })
        if (needs.onlyNode) await dropAllBinds(db)
        deliveries.start()
        await reception.start(requests, deliveries)
        return async () => {
          await requests.stop()
          await reception.stop()
          await deliveries.stop()
        }
      },
    },
  }
}

/** Who takes messages that come in for numbers of accounts, as `smpp:<user>`; null: nobody does over SMPP. */
export async function smppTakersOf(
  tx: Tx,
  numbers: readonly { accountId: number; address: string }[],
): Promise<(string | null)[]> {
  const found = await takersOf(
    tx,
    numbers.map(({ accountId, address }, n) => ({ n, account_id: accountId, address })),
  )
  const takers = new Map(found.map((one) => [one.n, one.user_id]))
  return numbers.map((_, n) => {
    const userId = takers.get(n)
    return userId === undefined ? null : collectorOf(userId)
  })
}
