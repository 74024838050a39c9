import { addresses, type Operations } from '../generated/operations.ts'
import { actsIn } from './acting.ts'
import { reach } from './reach.ts'

export type OperationId = keyof Operations
export type Answer<Id extends OperationId> = Operations[Id]['answer']
export type Body<Id extends OperationId> = Operations[Id]['body']
type Part<Name extends string, Value> = undefined extends Value
  ? { [Key in Name]?: Value }
  : Record<never, never> extends Value
    ? { [Key in Name]?: Value }
    : { [Key in Name]: Value }
/** What an operation wants, by name; parts it does not have may not be given. */
export type Given<Id extends OperationId> = Part<'params', Operations[Id]['params']> &
  Part<'query', Operations[Id]['query']> &
  Part<'body', Operations[Id]['body']>

export interface Violation {
  property: string
  violation: string
}

/** The API said no, or could not be reached (`status` 0). The words are the server's, meant for people. */
export class ApiFault extends Error {
  readonly status: number
  readonly action: string
  readonly violations: readonly Violation[]
  readonly retryAfterSeconds: number | null
  readonly requestId: string | null

  constructor(detail: {
    status: number
    description: string
    action?: string
    violations?: readonly Violation[]
    retryAfterSeconds?: number | null
    requestId?: string | null
  }) {
    super(detail.description)
    this.name = 'ApiFault'
    this.status = detail.status
    this.action = detail.action ?? ''
    this.violations = detail.violations ?? []
    this.retryAfterSeconds = detail.retryAfterSeconds ?? null
    this.requestId = detail.requestId ?? null
  }
}

/** These answer 401 when nobody is logged in, which is no expiry. */
const ASKED_WITHOUT_SESSION: readonly OperationId[] = [
  'portal-log-in',
  'portal-log-in-second-factor',
  'portal-begin-passkey-log-in',
  'portal-passkey-log-in',
  'portal-log-out',
  'get-me',
]
const REQUEST_MS_MAX = 60_000

/** Calls one documented operation with the session cookie. Throws {@link ApiFault} for everything but success. */
export async function api<Id extends OperationId>(
  id: Id,
  given: Given<Id>,
  signal?: AbortSignal,
): Promise<Answer<Id>> {
  const response = await ask(id, given, signal)
  const text = await response.text()
  return (text === '' ? undefined : parse(text)) as Answer<Id>
}

/** The same for an operation whose answer is a file. */
export const apiFile = async <Id extends OperationId>(id: Id, given: Given<Id>): Promise<Blob> =>
  (await ask(id, given)).blob()

/** Where an operation without a body is. */
export function addressOf<Id extends OperationId>(id: Id, given: Given<Id>): string {
  const { params, query } = given as { params?: object; query?: object }
  return address(addresses[id][1], params, query)
}

async function ask<Id extends OperationId>(
  id: Id,
  given: Given<Id>,
  signal?: AbortSignal,
): Promise<Response> {
  const { params, query, body } = given as { params?: object; query?: object; body?: unknown }
  const [method, path] = addresses[id]
  const timeout = AbortSignal.timeout(REQUEST_MS_MAX)
  let response: Response
  try {
    response = await fetch(address(path, params, query), {
      method,
      credentials: 'same-origin',
      headers: headersOf(body),
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    reach.unreachable()
    throw new ApiFault({ status: 0, description: '' })
  }
  reach.reached()
  if (response.ok) return response
  const fault = faultOf(response, parse(await response.text()))
  if (fault.status === 401 && !ASKED_WITHOUT_SESSION.includes(id)) reach.sessionExpired()
  throw fault
}

function headersOf(body: unknown): Record<string, string> {
  const account = actsIn()
  return {
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(account === null ? {} : { 'trunkline-account': account }),
  }
}

function address(path: string, params: object = {}, query: object = {}): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) =>
    encodeURIComponent(String((params as Record<string, unknown>)[name] ?? '')),
  )
  const asked = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') asked.append(name, String(value))
  return asked.size === 0 ? filled : `${filled}?${asked}`
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Envelope1 {
  requestError?: {
    serviceException?: { text?: string; validationErrors?: Record<string, string[]> }
  }
}
interface Envelope2 {
  description?: string
  action?: string
  violations?: Violation[]
}

/** Both error bodies of the API, as one fault. */
function faultOf(response: Response, read: unknown): ApiFault {
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const about = {
    status: response.status,
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : null,
    requestId: response.headers.get('x-request-id'),
  }
  const old = (read as Envelope1 | undefined)?.requestError?.serviceException
  if (old)
    return new ApiFault({
      ...about,
      description: old.text ?? response.statusText,
      violations: Object.entries(old.validationErrors ?? {}).flatMap(([property, all]) =>
        all.map((violation) => ({ property, violation })),
      ),
    })
  const body = read as Envelope2 | undefined
  return new ApiFault({
    ...about,
    description: body?.description ?? response.statusText,
    action: body?.action ?? '',
    violations: body?.violations ?? [],
  })
}
