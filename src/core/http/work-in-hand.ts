import type { FastifyRequest } from 'fastify'
import type { Credential } from './credential.ts'
import { Rejection } from './rejection.ts'

/** Counts what each credential has in work, so that one caller cannot take all there is. */
export class WorkInHand {
  readonly #max: number
  readonly #counts = new Map<string, number>()
  readonly #held = new WeakMap<FastifyRequest, string>()

  constructor(max: number) {
    this.#max = max
  }

  begin(request: FastifyRequest, credential: Credential): void {
    const who = `${credential.accountId} ${credential.keyId ?? credential.userId ?? ''}`
    const count = this.#counts.get(who) ?? 0
    if (count >= this.#max)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: `This credential has ${this.#max} requests in work, which is the limit.`,
        retryAfterSeconds: 1,
      })
    this.#counts.set(who, count + 1)
    this.#held.set(request, who)
  }

  done(request: FastifyRequest): void {
    const who = this.#held.get(request)
    if (who === undefined) return
    const count = (this.#counts.get(who) ?? 1) - 1
    if (count > 0) this.#counts.set(who, count)
    else this.#counts.delete(who)
  }
}
