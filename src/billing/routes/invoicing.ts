import type { App } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import type { Secrets } from '../../core/secrets.ts'
import type { Db } from '../../core/storage/index.ts'
import type { Disputes } from '../invoicing/disputes.ts'
import type { AccountNames } from '../invoicing/parties.ts'
import type { TopUps } from '../payments/top-ups.ts'
import { addInvoices } from './invoices.ts'
import { addOperatorBills } from './operator-bills.ts'
import { addParties } from './parties.ts'
import { addPayments } from './payments.ts'

/** What the operations work with. */
export interface InvoicingParts {
  db: Db
  clock: Clock
  log: Log
  secrets: Secrets
  names: AccountNames
  disputes: Disputes
  topUps: TopUps
  publicUrl: () => string
  /** Whether a card that is none is offered. */
  simulated: (() => Promise<boolean>) | null
}

export function addInvoicing(app: App, parts: InvoicingParts): void {
  addInvoices(app, parts)
  addPayments(app, parts)
  addParties(app, parts)
  addOperatorBills(app, parts)
}
