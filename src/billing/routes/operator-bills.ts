import { Rejection, type App } from '../../core/http/index.ts'
import { firstDay } from '../invoicing/months.ts'
import { readOperatorBill, settle } from '../invoicing/settlement.ts'
import * as wire from '../invoicing/wire.ts'
import { readBill, readCosts, writeBill } from '../store/operator-bills.ts'
import { managing, reading } from './shared.ts'
import type { InvoicingParts } from './invoicing.ts'

const path = '/billing/1/operator-bills/:connectionId/:month'

/** What operators ask, beside what we reckoned from the lists of their connections. */
export function addOperatorBills(app: App, { db, clock }: InvoicingParts): void {
  const compare = async (accountId: number, connectionId: number, month: string) => {
    const bill = await readBill(db, accountId, connectionId, firstDay(month))
    if (!bill)
      throw new Rejection('NOT_FOUND', {
        text: 'No bill of this connection and month was imported.',
      })
    return settle(bill, await readCosts(db, connectionId, firstDay(month), bill.currency))
  }
  app.operation(
    {
      ...managing,
      rootAccountOnly: true,
      id: 'import-operator-bill',
      method: 'PUT',
      path,
      summary: 'Import an operator’s bill for a month, and compare it',
      description: 'Imported again it takes the place of the one before.',
      params: wire.BillPath,
      body: wire.NewBill,
      answers: { 200: wire.Settlement },
    },
    async ({ params, body, credential }) => {
      await writeBill(db, {
        account_id: credential.accountId,
        connection_id: params.connectionId,
        month: firstDay(params.month),
        currency: body.currency,
        lines: readOperatorBill(body.csv),
        imported_at: clock.now(),
        imported_by: credential.userId,
      })
      return compare(credential.accountId, params.connectionId, params.month)
    },
  )
  app.operation(
    {
      ...reading,
      rootAccountOnly: true,
      id: 'get-operator-bill',
      method: 'GET',
      path,
      summary: 'Compare an operator’s bill with what we reckoned, by network',
      params: wire.BillPath,
      answers: { 200: wire.Settlement },
    },
    async ({ params, credential }) =>
      compare(credential.accountId, params.connectionId, params.month),
  )
}
