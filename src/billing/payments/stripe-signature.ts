import { createHmac } from 'node:crypto'
import { equalInConstantTime } from '../../core/secrets.ts'

/** An older signature may be a captured one that is sent again. The same as in Stripe's own libraries. */
const TOLERANCE_SECONDS = 300
/** While a secret is rolled over there are two. */
const SIGNATURES_MAX = 10

/**
 * Whether Stripe signed a body, not long ago. The header is `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`; what is signed is
 * the time, a point and the body as it came, by HMAC-SHA-256 under the endpoint's secret. Other schemes (`v0`) count
 * for nothing.
 * Source: docs.stripe.com/webhooks, "Verify manually".
 * @param body the text as it came, before any parsing
 */
export function isSigned(header: string, body: string, secret: string, nowMs: number): boolean {
  const { seconds, signatures } = readHeader(header)
  if (seconds === null || Math.abs(nowMs / 1000 - seconds) > TOLERANCE_SECONDS) return false
  const expected = signature(seconds, body, secret)
  return signatures.some((one) => equalInConstantTime(one, expected))
}

/** The header's value for a body: what a peer that speaks the protocol sends. */
export const signedHeader = (seconds: number, body: string, secret: string): string =>
  `t=${seconds},v1=${signature(seconds, body, secret)}`

const signature = (seconds: number, body: string, secret: string): string =>
  createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')

function readHeader(header: string): { seconds: number | null; signatures: string[] } {
  let seconds: number | null = null
  const signatures: string[] = []
  for (const item of header.split(',')) {
    const [name = '', value = ''] = item.trim().split('=', 2)
    if (name === 't' && /^\d{1,12}$/.test(value)) seconds = Number(value)
    if (name === 'v1' && signatures.length < SIGNATURES_MAX) signatures.push(value)
  }
  return { seconds, signatures }
}
