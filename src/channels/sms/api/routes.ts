import type { App, Authenticate, Credential } from '../../../core/http/index.ts'
import type { Clock } from '../../../core/clock.ts'
import type { Messaging } from '../../../messaging/index.ts'
import type { FastifyRequest } from 'fastify'
import { addBulks } from './bulks.ts'
import { addConversion } from './conversion.ts'
import type { Sending } from './from-v3.ts'
import { addInbox } from './inbox.ts'
import { addLogs } from './logs.ts'
import { addPreview } from './preview.ts'
import { addQuerySend } from './query-send.ts'
import { addReports } from './reports.ts'
import { addSendV2 } from './send-v2.ts'
import { addSendV3 } from './send-v3.ts'

/** Who a user name and a password belong to; throws `UNAUTHORIZED` when they are wrong. */
export type AuthenticatePassword = (
  username: string,
  password: string,
  request: FastifyRequest,
) => Promise<Credential>

export interface SmsApi {
  messaging: Messaging
  clock: Clock
  authenticate: Authenticate
  authenticatePassword: AuthenticatePassword
  /** The sender of requests that name none. */
  defaultSender: string
  /** Recipients in one request, over all its messages. */
  destinationsMax: number
}

/** What parsing a send request needs to know of its surroundings. */
export const sendingOf = (
  { clock, defaultSender, destinationsMax }: SmsApi,
  accountId: number,
): Sending => ({
  accountId,
  nowMs: clock.ms(),
  defaultSender,
  destinationsMax,
})

/** The 16 operations of product `sms`. */
export function addSmsOperations(app: App, api: SmsApi): void {
  addSendV3(app, api)
  addQuerySend(app, api)
  addPreview(app)
  addSendV2(app, api)
  addBulks(app, api)
  addConversion(app, api)
  addInbox(app, api)
  addReports(app, api)
  addLogs(app, api)
}
