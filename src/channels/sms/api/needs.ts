import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../../core/clock.ts'
import type { Authenticate, Credential } from '../../../core/http/index.ts'
import type { Messaging } from '../../../messaging/index.ts'
import type { Sending } from './from-v3.ts'

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
  { accountId, platform }: Credential,
): Sending => ({
  accountId,
  platform,
  nowMs: clock.ms(),
  defaultSender,
  destinationsMax,
})
