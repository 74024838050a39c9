import type { FastifyRequest } from 'fastify'
import type { TSchema } from 'typebox'
import type { Deed, Ending, Trail } from '../trail.ts'
import type { Credential } from './credential.ts'
import type { Call, Operation, Run } from './operation.ts'
import { Rejection } from './rejection.ts'

type AnyCall = Call<unknown, unknown, unknown>

const FIELD_DEPTH_MAX = 2

/** What of an operation is noted in the audit trail: `change` with an entry before and one after it, `read` with one. */
export function auditOf(operation: Operation): 'change' | 'read' | 'none' {
  if (operation.access === 'none') return 'none'
  return operation.audit ?? (operation.method === 'GET' ? 'none' : 'change')
}

/** Refusals that an entry tells of already. */
const told = new WeakSet<FastifyRequest>()

/** Runs an operation so that it leaves its trace. One that leaves none costs nothing but a look at its credential. */
export function audited(
  operation: Operation,
  run: Run<TSchema, TSchema, TSchema>,
  trail: Trail | null,
): Run<TSchema, TSchema, TSchema> {
  if (trail === null || operation.access === 'none') return run
  const kind = auditOf(operation)
  const noteChange = (call: AnyCall) => change(operation, run, trail, call)
  const noteRead = (call: AnyCall) => read(operation, run, trail, call)
  if (kind === 'change') return noteChange
  if (kind === 'read') return noteRead
  if (operation.audit === 'none' || operation.method !== 'GET') return run
  return (call) => (call.credential.actingFrom === null ? run(call as never) : noteRead(call))
}

/** The entry is stored before the change begins: whatever happens then, there is a trace of it. */
async function change(
  operation: Operation,
  run: Run<TSchema, TSchema, TSchema>,
  trail: Trail,
  call: AnyCall,
): Promise<unknown> {
  const mark = await trail.begin(deedOf(operation, call.credential, call.request))
  told.add(call.request)
  try {
    const result = await run(call as never)
    const status = call.reply.statusCode
    await trail.end(mark, {
      outcome: status < 400 ? 'done' : 'refused',
      status,
      targetId: status < 400 ? idOf(targetOf(operation, call.request).kind, result) : null,
    })
    return result
  } catch (error) {
    await trail.end(mark, failureOf(error))
    throw error
  }
}

/** Nothing is handed out before its entry is stored. */
async function read(
  operation: Operation,
  run: Run<TSchema, TSchema, TSchema>,
  trail: Trail,
  call: AnyCall,
): Promise<unknown> {
  const result = await run(call as never)
  await trail.note(deedOf(operation, call.credential, call.request), { outcome: 'done' })
  return result
}

const failureOf = (error: unknown): Ending =>
  error instanceof Rejection && error.kind.status < 500
    ? { outcome: 'refused', status: error.kind.status }
    : { outcome: 'failed', status: error instanceof Rejection ? error.kind.status : 500 }

/** Notes that a request was not allowed, unless an entry tells of it already. */
export async function noteRefusal(
  request: FastifyRequest,
  rejection: Rejection,
  trail: Trail | null,
): Promise<void> {
  const { operation } = request.routeOptions.config
  if (trail === null || rejection.kind.status !== 403 || told.has(request)) return
  if (!operation || !request.credential) return
  await trail.refuse(deedOf(operation, request.credential, request))
}

function deedOf(operation: Operation, credential: Credential, request: FastifyRequest): Deed {
  const { userId, keyId } = credential
  return {
    accountId: credential.accountId,
    action: operation.id,
    actor: { kind: keyId === null ? 'person' : 'key', userId, keyId },
    fromAccountId: credential.actingFrom,
    ip: request.ip,
    target: targetOf(operation, request),
    fields: [...fieldNames(operation.body, request.body, '', FIELD_DEPTH_MAX)],
    description: operation.summary,
  }
}

/**
 * What an operation is about. `/settings/2/api-keys/:apiKeyId`: an api-key, with the id from the address;
 * `/sms/1/bulks?bulkId=`: a bulk; `/accounts/1/senders`: a sender, whose id only the answer can tell.
 */
function targetOf(
  operation: Operation,
  request: FastifyRequest,
): { kind: string; id: string | null } {
  const steps = operation.path.split('/').filter((step) => step !== '')
  const named = steps.slice(2)
  const at = named.findLastIndex((step) => step.startsWith(':'))
  const params = request.params as Record<string, unknown> | undefined
  if (at >= 0) {
    const name = named[at]!.slice(1)
    const id = params?.[name]
    return {
      kind: kindOfField(name) ?? singular(named[at - 1] ?? steps[0]!),
      id: id === undefined ? null : String(id),
    }
  }
  // What a read names there is a filter.
  const asked = operation.method === 'GET' ? {} : (request.query ?? {})
  for (const [name, value] of Object.entries(asked as object)) {
    const kind = kindOfField(name)
    if (kind !== null && typeof value === 'string') return { kind, id: value }
  }
  return { kind: singular(named.at(-1) ?? steps[0] ?? 'platform'), id: null }
}

/** `apiKeyId`: api-key. null for names that say only that they are an id. */
function kindOfField(name: string): string | null {
  const [, kind] = /^([a-z]\w*?)(?:Id|Key|Guid)$/.exec(name) ?? []
  return kind?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) ?? null
}

const singular = (plural: string): string =>
  plural
    .replace(/ies$/, 'y')
    .replace(/sses$/, 'ss')
    .replace(/(?<![su])s$/, '')

/** What was made tells its id as `id`, as an account's or entity's `key`, or by its own name: `subscriptionId`. */
function idOf(kind: string, result: unknown): string | null {
  if (typeof result !== 'object' || result === null) return null
  const told = result as Record<string, unknown>
  const name = kind.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
  const key = /^[0-9A-F]{32}$/i.test(String(told['key'])) ? told['key'] : undefined
  const found = told['id'] ?? key ?? told[`${name}Id`]
  return typeof found === 'string' || typeof found === 'number' ? String(found) : null
}

interface Properties {
  properties?: Record<string, Properties>
  anyOf?: Properties[]
}

/** Names of the fields in a body that its schema knows: others are of the caller's making, and could be anything. */
function* fieldNames(
  schema: Properties | undefined,
  value: unknown,
  path: string,
  depth: number,
): Generator<string> {
  if (schema === undefined || depth === 0 || typeof value !== 'object' || value === null) return
  const known = [schema, ...(schema.anyOf ?? [])]
  for (const [name, inner] of Object.entries(value)) {
    const property = known.map((one) => one.properties?.[name]).find((one) => one !== undefined)
    if (property === undefined) continue
    const deeper = Array.isArray(inner)
      ? []
      : [...fieldNames(property, inner, `${path}${name}.`, depth - 1)]
    if (deeper.length > 0) yield* deeper
    else yield `${path}${name}`
  }
}
