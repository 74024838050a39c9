import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Credential } from './credential.ts'
import type { Envelope } from './rejection.ts'
import type { Throttle } from './throttles.ts'

/** One operation of the API: what it takes, gives and needs. Validation, the OpenAPI document and the portal's client come from it. */
export interface Operation<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
> {
  /** Unique, kebab-case; the compatible API's own `operationId` where there is one. */
  id: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `:name` parameters. */
  path: string
  /** The product this belongs to in the reference page, e.g. `sms`. */
  product: string
  summary: string
  description?: string
  envelope: Envelope
  /** `none`: no credential looked at. `any`: a credential, whatever its scopes. A list: any one of these. */
  access: 'none' | 'any' | readonly [string, ...string[]]
  /**
   * What an API key that is bound to applications (FORCE) may do here; left out: it is refused. `narrowed`: it sees and
   * changes only what is of these applications, which `run` takes care of. `harmless`: nothing of the account is in it.
   */
  boundKeys?: 'narrowed' | 'harmless'
  /** The installation's own account only (operators, routes, simulator). */
  rootAccountOnly?: boolean
  /** How often an account may call it; when left out, as the compatible API documents it, or without limit. */
  throttle?: Throttle
  params?: Params
  query?: Query
  body?: Body
  /** Whether a request without a body is fine; one that comes is checked. */
  bodyOptional?: boolean
  /** Answer by status; the first is the success that `run`'s value is sent with. null: no body. */
  answers: Readonly<Record<number, TSchema | null>>
  /** The media type of the success when it is no JSON: `run` returns text, octets or a stream of them. */
  produces?: string
  /** Octets a body may have, when the usual limit (less where no credential is asked for) is not the right one. */
  bodyBytesMax?: number
  /** Keeps the text of a JSON body as it came, in `request.rawBody`: for whoever signed it. */
  rawBody?: boolean
  /** A GET that hands something out once: a browser's cookie may not do that from a foreign page. */
  handsOut?: boolean
  /**
   * What the audit trail gets: `change` an entry before and one after it, `read` one before the answer, `none` nothing.
   * Usually `change` for all methods but GET, and `none` for GET. Message traffic says `none`: its own records tell of it.
   */
  audit?: 'change' | 'read' | 'none'
  deprecated?: boolean
  earlyAccess?: boolean
}

export interface Call<Params, Query, Body> {
  params: Params
  query: Query
  body: Body
  /** Who asks; operations with access `none` must not read it. */
  credential: Credential
  request: FastifyRequest
  reply: FastifyReply
}

export type Run<Params extends TSchema, Query extends TSchema, Body extends TSchema> = (
  call: Call<Static<Params>, Static<Query>, Static<Body>>,
) => unknown

/** Where modules hang their operations. */
export interface App {
  operation<
    Params extends TSchema = TSchema,
    Query extends TSchema = TSchema,
    Body extends TSchema = TSchema,
  >(
    operation: Operation<Params, Query, Body>,
    run: Run<Params, Query, Body>,
  ): void
  /** Whether there is an operation with this id; of use when all modules have hung up theirs. */
  isOperation(id: string): boolean
}
