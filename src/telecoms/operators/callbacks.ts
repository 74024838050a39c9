import type { FastifyRequest } from 'fastify'
import { equalInConstantTime, type Secrets } from '../../core/secrets.ts'
import type { Clock } from '../../core/clock.ts'
import type { Connection } from './connection.ts'
import { HttpLink } from './http/http-link.ts'
import { fieldsOf, type Incoming } from './http/provider.ts'
import type { OperatorLink } from './operator-link.ts'

const PATH = '/operators/1/callbacks/'
const PURPOSE = 'operator-callback'
/** 128 bits: addresses of some providers may have 100 letters at most. */
const TOKEN_LENGTH = 22
/** Messages under way name the address of their time; most receipts come within so long. */
const FORMER_MS = 72 * 3_600_000

/**
 * Addresses at which operators tell us receipts and messages from handsets. The secret part is derived from the
 * installation's secret and the number of the address, so that nothing of it is kept anywhere.
 */
export class Callbacks {
  readonly #secrets: Secrets
  readonly #clock: Clock
  readonly #publicUrl: () => string

  constructor(needs: { secrets: Secrets; clock: Clock; publicUrl: () => string }) {
    this.#secrets = needs.secrets
    this.#clock = needs.clock
    this.#publicUrl = needs.publicUrl
  }

  urlOf(connection: Pick<Connection, 'id' | 'callbackNumber'>): string {
    return `${this.#publicUrl()}${PATH}${this.#tokenOf(connection.id, connection.callbackNumber)}`
  }

  #tokenOf(id: number, number: number): string {
    const hash = this.#secrets.keyedHash(PURPOSE, `${id} ${number}`).toString('base64url')
    return `${id}-${hash.slice(0, TOKEN_LENGTH)}`
  }

  /** The link that a token belongs to; null: none, or no more. */
  linkOf(token: string, links: ReadonlyMap<number, OperatorLink>): HttpLink | null {
    const link = links.get(Number(/^(\d{1,10})-/.exec(token)?.[1] ?? 0))
    if (!(link instanceof HttpLink)) return null
    const { connection } = link
    const numbers = [connection.callbackNumber]
    const renewedAt = connection.callbackRenewedAt?.getTime() ?? -Infinity
    if (renewedAt + FORMER_MS > this.#clock.ms()) numbers.push(connection.callbackNumber - 1)
    return numbers.some((one) => equalInConstantTime(this.#tokenOf(connection.id, one), token))
      ? link
      : null
  }

  /** A request as the operator meant it: what it signed is the address that it was told. */
  incoming(request: FastifyRequest): Incoming {
    return {
      url: `${this.#publicUrl()}${request.url}`,
      query: Object.fromEntries(
        Object.entries(fieldsOf(request.query)).map(([name, value]) => [name, String(value)]),
      ),
      body: request.body,
      rawBody: request.rawBody,
      headers: request.headers,
    }
  }
}
