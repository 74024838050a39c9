import { Rejection, type App } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { readBalance } from '../store/ledger.ts'
import { Balance } from '../wire.ts'

const MICROS = 1_000_000

export function addBalance(app: App, db: Db): void {
  app.operation(
    {
      id: 'get-account-balance',
      method: 'GET',
      path: '/account/1/balance',
      product: 'account-management',
      summary: 'Read the balance',
      envelope: 1,
      access: ['account-management:manage'],
      answers: { 200: Balance },
    },
    async ({ credential }) => {
      const balance = await readBalance(db, credential.accountId)
      if (!balance) throw new Rejection('NOT_FOUND')
      return { balance: Number(balance.amount_micros) / MICROS, currency: balance.currency }
    },
  )
}
