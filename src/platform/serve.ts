import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Accounts } from '../accounts/index.ts'
import type { Config } from '../core/config.ts'
import {
  clientAddress,
  refuseBoundKey,
  Rejection,
  requireOwnOrigin,
  type Authenticate,
  type Credential,
  type HttpServer,
} from '../core/http/index.ts'
import { registry } from '../core/metrics.ts'
import { answers, type Database, type StorageRoom } from '../core/storage/index.ts'
import type { HealthPart } from '../messaging/index.ts'
import type { Operators } from '../telecoms/operators/index.ts'

/** How the parts are; the operator connections are the root account's to know. */
export function healthOf(
  database: Database,
  room: StorageRoom,
  operators: Operators,
  rootAccountId: number,
) {
  return async (accountId: number): Promise<HealthPart[]> => {
    const up = await answers(database.db)
    const detail = up ? room.shortage() : 'The database does not answer.'
    const parts: HealthPart[] = [
      { part: 'database', state: detail === null ? 'OK' : 'DOWN', detail },
    ]
    if (accountId !== rootAccountId) return parts
    for (const one of operators.states()) {
      if (one.state === 'DISABLED') continue
      const state = one.state === 'CONNECTED' ? 'OK' : one.state === 'PARTLY' ? 'DEGRADED' : 'DOWN'
      parts.push({
        part: `connection:${one.name}`,
        state,
        detail:
          state === 'OK' || one.lastError === null
            ? null
            : `${one.lastError.text} ${one.lastError.whatToDo}`,
      })
    }
    return parts
  }
}

/** Health and figures, for whoever runs the installation. */
export function servePlatform(
  server: HttpServer,
  accounts: Accounts,
  health: () => Promise<HealthPart[]>,
  config: Config,
): void {
  const { fastify } = server
  fastify.get('/health/live', { schema: { hide: true } }, async () => ({ status: 'UP' }))
  fastify.get('/health/ready', { schema: { hide: true } }, async (_request, reply) => {
    const parts = await health()
    const database = parts.find((one) => one.part === 'database')
    // Operators come and go; the installation serves as long as it can store what it is given.
    if (database?.state !== 'OK') void reply.code(503)
    return {
      status: database?.state === 'OK' ? 'UP' : 'DOWN',
      database: database?.state,
      ...(database?.detail ? { reason: database.detail } : {}),
    }
  })
  fastify.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    await mayReadMetrics(request, accounts, config)
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

/** From the machine itself, or with the root account's credential. */
async function mayReadMetrics(
  request: FastifyRequest,
  accounts: Accounts,
  config: Config,
): Promise<void> {
  const local =
    config.http.trustProxy === false &&
    /^(::1|127\.|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')
  if (local && request.headers.authorization === undefined) return
  const credential = await accounts.authenticate(request)
  if (!credential) throw new Rejection('UNAUTHORIZED')
  refuseBoundKey(credential)
  if (!credential.isRootAccount) throw new Rejection('FORBIDDEN')
}

/** The account a socket is to follow, from its address. */
function actingHeaders(url = ''): Record<string, string> {
  const account = new URL(url, 'http://local').searchParams.get('account')
  return account === null ? {} : { 'trunkline-account': account }
}

/** A socket is opened with the same credentials as a request; with a cookie only from our own pages. */
export const admitSocket =
  (fastify: FastifyInstance, authenticate: Authenticate, config: Config, publicUrl: () => string) =>
  async (request: IncomingMessage): Promise<Credential> => {
    const like = {
      // A browser's socket cannot have headers of its own.
      headers: { ...request.headers, ...actingHeaders(request.url) },
      ip: clientAddress(request, config.http.trustProxy),
      socket: request.socket,
      cookies: fastify.parseCookie(request.headers.cookie ?? ''),
      url: request.url,
    }
    const credential = await authenticate(like as unknown as FastifyRequest)
    if (!credential) throw new Rejection('UNAUTHORIZED')
    refuseBoundKey(credential)
    if (credential.kind === 'cookie') requireOwnOrigin(like, publicUrl())
    return credential
  }
