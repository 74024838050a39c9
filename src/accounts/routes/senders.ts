import { Rejection, wireTime, type App } from '../../core/http/index.ts'
import type { Clock } from '../../core/clock.ts'
import type { Db } from '../../core/storage/index.ts'
import { addSender } from '../senders.ts'
import { deleteSender, listSenders, type SenderRow } from '../store/accounts.ts'
import * as wire from '../wire.ts'

const shared = { product: 'accounts', envelope: 2 } as const
const reading = {
  ...shared,
  access: ['accounts:read', 'accounts:manage', 'account-management:manage'],
} as const
const managing = { ...shared, access: ['accounts:manage', 'account-management:manage'] } as const
const path = '/accounts/1/senders'

/** `/accounts/1/senders`: as whom the account may send. */
export function addSenders(app: App, { db, clock }: { db: Db; clock: Clock }): void {
  app.operation(
    {
      ...reading,
      id: 'list-senders',
      method: 'GET',
      path,
      summary: 'List senders',
      description: 'Oldest first.',
      query: wire.SenderQuery,
      answers: { 200: wire.SenderList },
    },
    async ({ query, credential }) => {
      const { limit = 100, cursor = '0' } = query
      const found = await listSenders(db, credential.accountId, 'SMS', Number(cursor), limit + 1)
      const page = found.slice(0, limit)
      return {
        results: page.map(presentSender),
        nextCursor: found.length > limit ? String(page.at(-1)!.id) : null,
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-sender',
      method: 'POST',
      path,
      summary: 'Register a sender',
      description:
        'Messages that come in for a registered number are the account’s. Numbers and short codes are registered by the installation’s own account.',
      body: wire.NewSender,
      answers: { 201: wire.Sender },
    },
    async ({ body, credential }) =>
      presentSender(
        await addSender(
          db,
          credential.accountId,
          body.sender,
          credential.isRootAccount,
          clock.now(),
        ),
      ),
  )
  app.operation(
    {
      ...managing,
      id: 'delete-sender',
      method: 'DELETE',
      path: `${path}/:id`,
      summary: 'Remove a sender',
      params: wire.SenderPath,
      answers: { 204: null },
    },
    async ({ params, credential }) => {
      if (!(await deleteSender(db, credential.accountId, params.id)))
        throw new Rejection('NOT_FOUND', { text: 'The account has no sender with this id.' })
    },
  )
}

const kinds = {
  alphanumeric: 'ALPHANUMERIC',
  'short-code': 'SHORT_CODE',
  'long-number': 'LONG_NUMBER',
} as const

const presentSender = (row: SenderRow): wire.Sender => ({
  id: row.id,
  sender: row.address,
  kind: kinds[row.kind],
  createdAt: wireTime(row.created_at),
})
