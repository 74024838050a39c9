import { readFile } from 'node:fs/promises'
import cookie from '@fastify/cookie'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyError,
  type FastifyServerOptions,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { TSchema } from 'typebox'
import type { Log } from '../log.ts'
import { histogram } from '../metrics.ts'
import { uuidv7 } from '../ids.ts'
import { clock } from '../clock.ts'
import type { Trail } from '../trail.ts'
import { isConnectionLost, isStorageFull } from '../storage/index.ts'
import { auditOf, audited, noteRefusal } from './audited.ts'
import { depthOf, refuseText, refuseUnstorable } from './body.ts'
import { closeUnused, shouldUpgradeCallback } from './connections.ts'
import { mayUse, refuseBoundKey, type Authenticate, type Credential } from './credential.ts'
import { addOpenApi, BODY_OPTIONAL, describeApi } from './openapi.ts'
import type { App, Operation, Run } from './operation.ts'
import {
  documentedThrottles,
  throttleOf,
  Throttles,
  throttlingInfo,
  type OwnThrottles,
} from './throttles.ts'
import { errorBody, Rejection, type Envelope } from './rejection.ts'
import { compileValidator } from './validation.ts'
import { WorkInHand } from './work-in-hand.ts'

declare module 'fastify' {
  interface FastifyRequest {
    credential: Credential | null
    /** The text of a JSON body, when its operation says `rawBody`. */
    rawBody: string | null
  }
  interface FastifyContextConfig {
    operation?: Operation
  }
}

export interface HttpLimits {
  bodyBytesMax: number
  headersBytesMax: number
  connectionsMax: number
  requestTimeoutMs: number
  /** Objects and lists inside one another in a JSON body. */
  jsonDepthMax: number
  /** Requests in work at once for one credential. */
  connectionsPerKeyMax: number
}

export interface HttpServer {
  app: App
  /** The server below, for what is not an operation: static files, the portal, sockets. */
  fastify: FastifyInstance
  /** To be called before the first operation is added. */
  operations(): readonly Operation[]
}

const answerSeconds = histogram('http_answer_seconds', 'Time from request to answer', [
  'operation',
  'status',
])

export interface Throttling {
  /** What the limits of operations are multiplied by; Infinity: there are none. */
  factor: number
  /** What an account has of its own. */
  ofAccount: (accountId: number) => Promise<OwnThrottles>
}

/** Of a body where no credential is asked for. */
const STRANGER_BODY_BYTES_MAX = 16_384

const NO_CREDENTIAL: Credential = {
  kind: 'key',
  accountId: -1,
  actingFrom: null,
  isRootAccount: false,
  userId: null,
  keyId: null,
  scopes: new Set(),
  platform: [],
}

/**
 * The HTTP server: one place for limits, credentials, validation and the two error bodies.
 * Trailing slashes, empty JSON bodies and unknown fields are tolerated, as the clients of the compatible API need.
 */
export async function createServer(options: {
  log: Log
  limits: HttpLimits
  /** Networks of proxies whose X-Forwarded-* headers are believed. */
  trustProxy: false | readonly string[]
  tls: { certFile: string; keyFile: string } | null
  publicUrl: () => string
  authenticate: Authenticate
  /** How operations count the requests of an account (see `throttles.ts`); not at all when left out. */
  throttling?: Throttling
  /** Where changes are noted; a part that is tested by itself has none. */
  trail?: Trail
}): Promise<HttpServer> {
  const fastify = Fastify({
    loggerInstance: options.log as unknown as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: options.limits.bodyBytesMax,
    requestTimeout: options.limits.requestTimeoutMs,
    trustProxy: options.trustProxy === false ? false : [...options.trustProxy],
    genReqId: () => uuidv7(clock.ms()),
    routerOptions: { ignoreTrailingSlash: true, caseSensitive: true, maxParamLength: 256 },
    forceCloseConnections: 'idle',
    // A HEAD would run the GET, and with it hand out reports or send a message, for somebody who only looks.
    exposeHeadRoutes: false,
    frameworkErrors: refuseAddress,
    ...(options.tls === null
      ? { http: { maxHeaderSize: options.limits.headersBytesMax, shouldUpgradeCallback } }
      : {
          https: {
            maxHeaderSize: options.limits.headersBytesMax,
            shouldUpgradeCallback,
            cert: await readFile(options.tls.certFile),
            key: await readFile(options.tls.keyFile),
          },
        }),
  } as FastifyServerOptions) as FastifyInstance
  fastify.server.maxConnections = options.limits.connectionsMax
  closeUnused(fastify)
  fastify.decorateRequest('credential', null)
  fastify.decorateRequest('rawBody', null)
  await fastify.register(cookie)
  await describeApi(fastify)

  const known: Operation[] = []
  fastify.setValidatorCompiler(compileValidator(known))
  fastify.setSerializerCompiler(() => (value) => JSON.stringify(value))
  readJson(fastify, options.limits.jsonDepthMax)
  const trail = options.trail ?? null
  answerErrors(fastify, known, trail)
  answerHeaders(fastify)

  const work = new WorkInHand(options.limits.connectionsPerKeyMax)
  fastify.addHook('onResponse', async (request) => work.done(request))
  const throttles = new Throttles(clock)
  const app: App = {
    isOperation: (id) => known.some((one) => one.id === id),
    operation: (operation, run) => {
      known.push(operation as unknown as Operation)
      addOperation(
        fastify,
        operation as unknown as Operation,
        run as Run<TSchema, TSchema, TSchema>,
        { ...options, work, throttles, trail },
      )
    },
  }
  addOpenApi(app, fastify)
  return { app, fastify, operations: () => known }
}

/** What is refused before any route is looked for: an address that is no text. */
function refuseAddress(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const rejection = new Rejection('BAD_REQUEST', {
    text: 'The address is not written as addresses are.',
  })
  void refuse(reply, rejection, envelopeOf(request))
}

function readJson(fastify: FastifyInstance, depthMax: number): void {
  const parse = fastify.getDefaultJsonParser('remove', 'remove')
  fastify.removeContentTypeParser(['application/json', 'text/plain'])
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const raw = body as string
    if (request.routeOptions.config.operation?.rawBody) request.rawBody = raw
    if (raw.trim() === '') return done(null, undefined)
    if (depthOf(raw) > depthMax)
      return done(
        new Rejection('BAD_REQUEST', {
          violations: [{ property: 'body', violation: `must not nest deeper than ${depthMax}` }],
        }),
      )
    return parse(request, raw, (error, parsed) => {
      if (error)
        return done(
          new Rejection('BAD_REQUEST', {
            text: 'The body is not valid JSON.',
            violations: [{ property: 'body', violation: 'must be valid JSON' }],
          }),
        )
      try {
        refuseUnstorable(raw, parsed)
        return done(null, parsed)
      } catch (refusal) {
        return done(refusal as Error)
      }
    })
  })
  fastify.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(body as string))),
  )
}

const envelopeOf = (request: FastifyRequest): Envelope =>
  request.routeOptions.config.operation?.envelope ?? (/^\/[a-z-]+\/3\//.test(request.url) ? 2 : 1)

function answerErrors(
  fastify: FastifyInstance,
  known: readonly Operation[],
  trail: Trail | null,
): void {
  fastify.setErrorHandler(async (error: FastifyError | Rejection, request, reply) => {
    const rejection = toRejection(error, request)
    await noteRefusal(request, rejection, trail)
    // As many as there are requests while the database is away: a line each, without a stack.
    if (isConnectionLost(error))
      request.log.warn({ reason: error.message, requestId: request.id }, 'a request was refused')
    else if (rejection.kind.status >= 500 && !(error instanceof Rejection))
      request.log.error(
        { err: error, requestId: request.id, operation: request.routeOptions.config.operation?.id },
        'a request failed',
      )
    return refuse(reply, rejection, envelopeOf(request))
  })
  fastify.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(known, request.url)
    if (methods.length === 0) return refuse(reply, new Rejection('NOT_FOUND'), envelopeOf(request))
    void reply.header('allow', methods.join(', '))
    const text = `This address takes ${methods.join(', ')}, not ${request.method}.`
    return refuse(reply, new Rejection('METHOD_NOT_ALLOWED', { text }), envelopeOf(request))
  })
}

/** The methods that operations offer at an address. Only looked for when nothing was found, so it may cost a little. */
function methodsAt(known: readonly Operation[], url: string): string[] {
  const steps = pathSteps(url)
  const fits = (path: string): boolean => {
    const pattern = pathSteps(path)
    return (
      pattern.length === steps.length &&
      pattern.every((step, index) => step.startsWith(':') || step === steps[index])
    )
  }
  return [...new Set(known.filter((one) => fits(one.path)).map((one) => one.method as string))]
}

const pathSteps = (url: string): string[] =>
  url
    .replace(/\?.*/s, '')
    .split('/')
    .filter((step) => step !== '')

function refuse(reply: FastifyReply, rejection: Rejection, envelope: Envelope): FastifyReply {
  if (rejection.retryAfterSeconds !== undefined)
    void reply.header('retry-after', String(rejection.retryAfterSeconds))
  return reply
    .code(rejection.kind.status)
    .type('application/json')
    .send(JSON.stringify(errorBody(rejection, envelope)))
}

function toRejection(error: FastifyError | Rejection, request: FastifyRequest): Rejection {
  if (error instanceof Rejection) return error
  if (isConnectionLost(error))
    return new Rejection('UNAVAILABLE', {
      text: isStorageFull(error)
        ? 'The disk of the database is full; nothing was done.'
        : 'The database is being restarted; nothing was done.',
      retryAfterSeconds: 2,
      cause: error,
    })
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new Rejection('TOO_LARGE', {
      text: `The body is over the limit of ${request.routeOptions.bodyLimit} bytes.`,
    })
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return new Rejection('UNSUPPORTED_MEDIA_TYPE')
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500)
    return new Rejection('BAD_REQUEST', { text: error.message })
  return new Rejection('GENERAL_ERROR', {
    text: `Something went wrong on our side (request ${request.id}).`,
    cause: error,
  })
}

function answerHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (request, reply) => {
    void reply.header('x-request-id', request.id)
    void reply.header('x-content-type-options', 'nosniff')
    void reply.header('referrer-policy', 'no-referrer')
    if (request.routeOptions.config.operation && !reply.hasHeader('cache-control'))
      void reply.header('cache-control', 'no-store')
    if (request.routeOptions.config.operation?.deprecated) void reply.header('deprecation', 'true')
  })
  fastify.addHook('onResponse', async (request, reply) => {
    answerSeconds.observe(
      {
        operation: request.routeOptions.config.operation?.id ?? 'other',
        status: String(reply.statusCode),
      },
      reply.elapsedTime / 1000,
    )
    request.log.debug(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'answered',
    )
  })
}

function addOperation(
  fastify: FastifyInstance,
  operation: Operation,
  run: Run<TSchema, TSchema, TSchema>,
  options: {
    publicUrl: () => string
    authenticate: Authenticate
    work: WorkInHand
    throttling?: Throttling
    throttles: Throttles
    trail: Trail | null
  },
): void {
  const throttle = operation.throttle ?? documentedThrottles[operation.id]
  const runAudited = audited(operation, run, options.trail)
  const success = Number(Object.keys(operation.answers)[0] ?? 200)
  fastify.route({
    method: operation.method,
    url: operation.path,
    config: { operation },
    schema: {
      operationId: operation.id,
      tags: [operation.product],
      summary: operation.summary,
      ...(operation.description === undefined ? {} : { description: operation.description }),
      ...(operation.deprecated ? { deprecated: true } : {}),
      ...(operation.earlyAccess ? { 'x-is-early-access': true } : {}),
      ...(throttle === undefined ? {} : { 'x-throttling-info': [throttlingInfo(throttle)] }),
      ...security(operation),
      ...(operation.params ? { params: operation.params } : {}),
      ...(operation.query ? { querystring: operation.query } : {}),
      ...(operation.body ? { body: operation.body } : {}),
      ...(operation.bodyOptional ? { [BODY_OPTIONAL]: true } : {}),
      response: { ...successes(operation), ...failures(operation) },
    },
    // Whoever has no credential yet has no reason to send much.
    ...(operation.access === 'none' ? { bodyLimit: STRANGER_BODY_BYTES_MAX } : {}),
    ...(operation.bodyBytesMax === undefined ? {} : { bodyLimit: operation.bodyBytesMax }),
    onRequest: async (request) => {
      request.credential = await admit(request, operation, options)
      if (options.throttling)
        await countRequest(options.throttles, options.throttling, operation, request)
      if (request.credential) options.work.begin(request, request.credential)
    },
    preValidation: async (request) => {
      dropUndefined(request.query as Record<string, unknown>)
      if (/%00/.test(request.url))
        for (const [name, value] of Object.entries({
          ...(request.query as object),
          ...(request.params as object),
        }))
          refuseText(String(value), name)
    },
    handler: async (request, reply) => {
      const result = await runAudited({
        params: request.params,
        query: request.query,
        body: request.body,
        credential: request.credential ?? NO_CREDENTIAL,
        request,
        reply,
      })
      if (reply.sent) return reply
      if (reply.statusCode === 200 && success !== 200) void reply.code(success)
      return result === undefined
        ? reply.send()
        : reply.type(operation.produces ?? 'application/json').send(result)
    },
  })
}

function security(operation: Operation): object {
  if (operation.access === 'none') return { security: [] }
  const ways = ['APIKeyHeader', 'Basic', 'IBSSOTokenHeader', 'OAuth2', 'PortalCookie']
  return {
    security: ways.map((way) => ({ [way]: [] })),
    ...(operation.access === 'any' ? {} : { 'x-scopes': operation.access }),
    ...(operation.boundKeys ? { 'x-bound-keys': operation.boundKeys } : {}),
    ...(operation.rootAccountOnly ? { 'x-root-account-only': true } : {}),
    ...(auditOf(operation) === 'none' ? {} : { 'x-audit': auditOf(operation) }),
  }
}

/** Some clients write out what their caller left out: `limit=undefined` means that there is no limit given. */
function dropUndefined(query: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(query)) if (value === 'undefined') delete query[name]
}

const successes = (operation: Operation): object =>
  Object.fromEntries(
    Object.entries(operation.answers).map(([status, schema]) => [
      status,
      schema === null || operation.produces === undefined
        ? (schema ?? { type: 'null' })
        : { content: { [operation.produces]: { schema } } },
    ]),
  )

/** What else the operation may answer, in its envelope. */
function failures(operation: Operation): object {
  const body = {
    description: 'Refused',
    $ref: operation.envelope === 1 ? 'ApiException#' : 'ApiError#',
  }
  const statuses =
    operation.access === 'none'
      ? [400, 401, ...(operation.params ? [404] : []), 429, 500]
      : [400, 401, 403, 404, 429, 500]
  return Object.fromEntries(
    statuses.filter((status) => !(status in operation.answers)).map((status) => [status, body]),
  )
}

/** People who click in the portal are not counted: its pages call several operations at once. */
async function countRequest(
  throttles: Throttles,
  { factor, ofAccount }: Throttling,
  operation: Operation,
  request: FastifyRequest,
): Promise<void> {
  const { credential } = request
  if (credential?.kind === 'cookie') return
  const own = credential === null ? {} : await ofAccount(credential.accountId)
  const documented = operation.throttle ?? documentedThrottles[operation.id]
  const throttle = throttleOf(operation.id, documented, factor, own)
  if (throttle === undefined) return
  const who = credential === null ? `address ${request.ip}` : `account ${credential.accountId}`
  throttles.take(operation.id, throttle, who)
}

async function admit(
  request: FastifyRequest,
  operation: Operation,
  options: { publicUrl: () => string; authenticate: Authenticate },
): Promise<Credential | null> {
  if (operation.access === 'none') return null
  const credential = await options.authenticate(request)
  if (credential === null) throw new Rejection('UNAUTHORIZED')
  // Known from here on, so that a refusal can be noted.
  request.credential = credential
  if (credential.kind === 'cookie' && (operation.method !== 'GET' || operation.handsOut))
    requireOwnOrigin(request, options.publicUrl())
  if (operation.access !== 'any' && !mayUse(credential, operation.access))
    throw new Rejection('FORBIDDEN', {
      text: `The credential lacks the scope for this. One of these is needed: ${operation.access.join(', ')}.`,
    })
  if (operation.boundKeys === undefined) refuseBoundKey(credential)
  if (operation.rootAccountOnly && !credential.isRootAccount)
    throw new Rejection('FORBIDDEN', { text: "Only the installation's own account may do this." })
  return credential
}

/** A browser sends its cookie from any page; only our own pages may change something with it. */
export function requireOwnOrigin(
  request: { headers: FastifyRequest['headers'] },
  publicUrl: string,
): void {
  const origin = request.headers.origin
  const own =
    origin !== undefined &&
    (origin === new URL(publicUrl).origin || sameHost(origin, request.headers.host))
  if (!own)
    throw new Rejection('FORBIDDEN', {
      text: 'Changes with a session cookie are taken from the portal only.',
    })
}

function sameHost(origin: string, host: string | undefined): boolean {
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host
}
