import { Rejection, wireTime, type App, type Credential } from '../../../core/http/index.ts'
import type { Messaging } from '../../../messaging/index.ts'
import { BulkAnswer, BulkQuery, BulkStatusAnswer, Reschedule, UpdateBulkStatus } from '../wire.ts'
import { MANAGE_SCOPES, PRODUCT, READ_BULK_SCOPES } from './operations.ts'
import type { SmsApi } from './needs.ts'
import { sendAtOf } from './send-checks.ts'

type Bulk = NonNullable<Awaited<ReturnType<Messaging['findBulk']>>>

function known(bulk: Bulk | null): Bulk {
  if (bulk === null) throw new Rejection('NOT_FOUND', { text: 'Bulk not found' })
  return bulk
}
const presentTime = ({ bulkId, sendAt }: Bulk) => ({ bulkId, sendAt: wireTime(sendAt) })
const presentStatus = ({ bulkId, status }: Bulk) => ({ bulkId, status })

export function addBulks(app: App, { messaging, clock }: SmsApi): void {
  /** The bulk, when it is of the applications that the key is bound to. @throws NOT_FOUND */
  const own = async (credential: Credential, bulkId: string, run: () => Promise<Bulk | null>) =>
    known((await messaging.mayUseBulk(credential, bulkId)) ? await run() : null)
  app.operation(
    {
      id: 'get-scheduled-sms-messages',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/sms/1/bulks',
      product: PRODUCT,
      summary: 'When a scheduled bulk goes out',
      envelope: 1,
      access: READ_BULK_SCOPES,
      query: BulkQuery,
      answers: { 200: BulkAnswer },
    },
    async ({ query, credential }) =>
      presentTime(
        await own(credential, query.bulkId, () =>
          messaging.findBulk(credential.accountId, query.bulkId),
        ),
      ),
  )
  app.operation(
    {
      id: 'reschedule-sms-messages',
      boundKeys: 'narrowed',
      method: 'PUT',
      path: '/sms/1/bulks',
      product: PRODUCT,
      summary: 'Move a scheduled bulk to another time',
      envelope: 1,
      access: MANAGE_SCOPES,
      query: BulkQuery,
      body: Reschedule,
      answers: { 200: BulkAnswer },
    },
    async ({ query, body, credential }) => {
      const now = clock.now()
      const sendAt = sendAtOf(body.sendAt, 'sendAt', now.getTime()) ?? now
      return presentTime(
        await own(credential, query.bulkId, () =>
          messaging.rescheduleBulk(credential.accountId, query.bulkId, sendAt),
        ),
      )
    },
  )
  app.operation(
    {
      id: 'get-scheduled-sms-messages-status',
      boundKeys: 'narrowed',
      method: 'GET',
      path: '/sms/1/bulks/status',
      product: PRODUCT,
      summary: 'How far a scheduled bulk is',
      envelope: 1,
      access: READ_BULK_SCOPES,
      query: BulkQuery,
      answers: { 200: BulkStatusAnswer },
    },
    async ({ query, credential }) =>
      presentStatus(
        await own(credential, query.bulkId, () =>
          messaging.findBulk(credential.accountId, query.bulkId),
        ),
      ),
  )
  app.operation(
    {
      id: 'update-scheduled-sms-messages-status',
      boundKeys: 'narrowed',
      method: 'PUT',
      path: '/sms/1/bulks/status',
      product: PRODUCT,
      summary: 'Pause, resume or cancel a scheduled bulk',
      envelope: 1,
      access: MANAGE_SCOPES,
      query: BulkQuery,
      body: UpdateBulkStatus,
      answers: { 200: BulkStatusAnswer },
    },
    async ({ query, body, credential }) =>
      presentStatus(
        await own(credential, query.bulkId, () =>
          messaging.setBulkStatus(credential.accountId, query.bulkId, body.status),
        ),
      ),
  )
}
