import { testDatabase } from '../../../test/support/database.ts'
import { movableClock, type MovableClock } from '../../core/clock.ts'
import { openLog } from '../../core/open-log.ts'
import { openDatabase, transaction, type Database } from '../../core/storage/index.ts'
import { billing, type Billing, type Opening, type Reservation } from '../index.ts'

export const ROOT = 1

/** Billing on a database of its own, with a clock to move. Accounts are numbers: nothing here asks who they are. */
export interface World {
  database: Database
  clock: MovableClock
  billing: Billing
  /** Opens an account below the root account: prepaid in EUR, unless wished otherwise. */
  account(wishes?: Partial<Opening>): Promise<number>
  close(): Promise<void>
}

export async function startWorld(): Promise<World> {
  const log = openLog('silent')
  const database = openDatabase(await testDatabase(), log, {
    connectionsMax: 8,
    hotConnectionsMax: 4,
  })
  const clock = movableClock()
  const made = billing({ db: database.db, clock, log })
  const open = (opening: Opening) => transaction(database.db, (tx) => made.openAccount(tx, opening))
  await open({ accountId: ROOT, parentId: null, currency: 'EUR', prepaid: false })
  let last = ROOT
  return {
    database,
    clock,
    billing: made,
    account: async (wishes = {}) => {
      const accountId = ++last
      await open({ accountId, parentId: ROOT, currency: 'EUR', prepaid: true, ...wishes })
      return accountId
    },
    close: () => database.close(),
  }
}

/** A message to a number in Germany, of one part. */
export const message = (
  wishes: Partial<Reservation> & Pick<Reservation, 'accountId' | 'at'>,
): Reservation => ({
  channel: 'SMS',
  direction: 'MT',
  country: 'DE',
  mccMnc: '26201',
  senderKind: 'alphanumeric',
  parts: 1,
  applicationId: null,
  entityId: null,
  reference: 'message',
  ...wishes,
})
