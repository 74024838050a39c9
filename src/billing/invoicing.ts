import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Module, Stop } from '../core/module.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import { Disputes, type HeldPeriod } from './invoicing/disputes.ts'
import { MonthsEnd } from './invoicing/months-end.ts'
import type { AccountNames } from './invoicing/parties.ts'
import { remind, type SendMail } from './invoicing/reminders.ts'
import { TopUps } from './payments/top-ups.ts'
import type { ChargedMessages } from './needs.ts'
import { addAnnex } from './routes/annex.ts'
import { addInvoicing } from './routes/invoicing.ts'
import { Tariffs } from './tariffs.ts'

/** Months are looked at this often; one that is over is closed with the next look. */
const LOOK_MS = 60_000

export interface InvoicingNeeds {
  db: Db
  clock: Clock
  log: Log
  secrets: Secrets
  names: AccountNames
  mail: SendMail
  /** Where Stripe's API is: `https://api.stripe.com`, or a peer. */
  stripeUrl: string
  /**
   * Whether there is a card that is none: while the simulator runs and no real operator is connected, whose messages it
   * would pay for. null: never.
   */
  simulated: (() => Promise<boolean>) | null
  publicUrl: () => string
}

export interface Invoicing {
  /** Operations and background work; tables and data map are billing's. */
  module: Module
  /** Closes what months are over, and reminds of what is overdue; safe at any time and from several processes. */
  run(): Promise<void>
  /** Whose traffic data stands behind bills that are not paid or are challenged: not to be purged (E2, E3). */
  heldPeriods(): Promise<HeldPeriod[]>
}

/** Invoices, payments and disputes, on the usage and the ledger of billing. */
export function invoicing(needs: InvoicingNeeds): Invoicing {
  const { db, clock, log, names, secrets, publicUrl, simulated } = needs
  const monthsEnd = new MonthsEnd({ db, clock, log, names, tariffs: new Tariffs(db) })
  const disputes = new Disputes(db, clock, names)
  const topUps = new TopUps(needs)
  const run = async () => {
    await monthsEnd.run()
    await remind(db, clock, needs.mail, `${publicUrl()}/portal/invoices`)
  }
  return {
    run,
    heldPeriods: () => disputes.heldPeriods(),
    module: {
      name: 'invoicing',
      routes: (app) => {
        const parts = { db, clock, log, secrets, names, disputes, topUps, publicUrl, simulated }
        addInvoicing(app, parts)
      },
      start: async () => repeat(run, log),
    },
  }
}

export interface AnnexNeeds {
  db: Db
  clock: Clock
  names: AccountNames
  /** The archive of messages, of which billing knows nothing else. */
  charged: ChargedMessages
}

/** The messages behind invoices: operations only, nothing is kept. */
export const annexes = (needs: AnnexNeeds): Module => ({
  name: 'annexes',
  routes: (app) => addAnnex(app, { ...needs, tariffs: new Tariffs(needs.db) }),
})

/** One run after another; a failed one is told and tried again with the next look. */
function repeat(run: () => Promise<void>, log: Log): Stop {
  let running: Promise<void> = Promise.resolve()
  let busy = false
  const look = () => {
    if (busy) return
    busy = true
    running = run()
      .catch((error: unknown) => log.error({ err: error }, 'invoicing failed; it is tried again'))
      .finally(() => {
        busy = false
      })
  }
  const timer = setInterval(look, LOOK_MS)
  look()
  return async () => {
    clearInterval(timer)
    await running
  }
}
