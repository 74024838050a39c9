import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import type { ClientTls, Delivery, Outbound } from '../core/webhooks/index.ts'
import type { Book } from './book.ts'
import type { Catchers } from './catchers.ts'
import { tlsOf, type Identity } from './certificates.ts'
import { signature, SIGNATURE_HEADER, type Credentials } from './credentials.ts'
import type { Journal } from './journal.ts'
import { matches } from './pattern.ts'
import type { Ref } from './store/deliveries.ts'
import * as settings from './store/settings.ts'
import type { ProfileRow } from './store/settings.ts'
import { Tokens } from './tokens.ts'

/** An address that has failed this often in a row, for this long, is paused. */
export const FAILURES_MAX = 50
export const FAILING_MS = 3_600_000
export const CONNECT_MS = 5_000
const CONTENT_TYPE = 'application/json'
const ANSWER_BYTES_MAX = 65_536
const PACES_MAX = 10_000

const deliveries = counter('webhook_deliveries_total', 'Deliveries to profiles by how they ended', [
  'outcome',
])

/** One body on its way to somebody's address. */
export interface Sending {
  accountId: number
  to:
    | { profileId: string; subscriptionId: string | null }
    /** An address that a request named, or the account-wide one. */
    | { url: string }
  channel: string
  event: string
  /** From 1. */
  attempt: number
  items: number
  /** What it holds, to be read again; null when it cannot be. */
  refs: readonly Ref[] | null
  body: string
}
export type Outcome =
  | { kind: 'taken' }
  | { kind: 'failed'; status: number | null; reason: string }
  /** Nothing was sent: the profile is paused, or is no more. */
  | { kind: 'paused' }
  | { kind: 'gone' }

export interface Prepared {
  headers: Record<string, string>
  /** Which of them are secrets. */
  secret: ReadonlySet<string>
  signedWith: string | null
  /** Of the OAuth token among the headers. */
  token: { name: string; value: string } | null
}

/** Tells somebody that a profile was paused. */
export interface Paused {
  accountId: number
  profileId: string
  reason: string
  failures: number
}

/** Sends bodies to profiles and addresses: security, pace, time-outs, the delivery log, and the pause of what fails for long. */
export class Deliverer {
  readonly #parts: {
    db: Db
    clock: Clock
    log: Log
    secrets: Secrets
    outbound: Outbound
    book: Book
    journal: Journal
    catchers: Catchers
    regexMsMax: number
    onPaused: (paused: Paused) => Promise<void>
  }
  readonly #tokens: Tokens
  /** When the next request to a profile with a rate may go. */
  readonly #paces = new Map<string, number>()
  readonly #failing = new Set<string>()

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    secrets: Secrets
    outbound: Outbound
    book: Book
    journal: Journal
    catchers: Catchers
    regexMsMax: number
    onPaused: (paused: Paused) => Promise<void>
  }) {
    this.#parts = parts
    this.#tokens = new Tokens(parts.clock, parts.outbound.post)
  }

  async deliver(sending: Sending): Promise<Outcome> {
    const { clock, book, db } = this.#parts
    if ('url' in sending.to) {
      const begun = clock.ms()
      const { url } = sending.to
      const headers = { 'content-type': CONTENT_TYPE }
      const delivery = await this.#post(url, sending.body, headers, {})
      this.#note(sending, url, delivery, clock.ms() - begun)
      return outcomeOf(delivery)
    }
    const profile = await book.profile(db, sending.accountId, sending.to.profileId)
    if (!profile) return { kind: 'gone' }
    if (profile.paused_at !== null) return { kind: 'paused' }
    await this.#pace(profile)
    const begun = clock.ms()
    const delivery = await this.#toProfile(profile, sending.body)
    this.#note(sending, profile.url, delivery, clock.ms() - begun)
    deliveries.inc({ outcome: delivery.ok ? 'delivered' : 'failed' })
    await this.#noteHealth(profile, delivery)
    return outcomeOf(delivery)
  }

  async #toProfile(profile: ProfileRow, body: string): Promise<Delivery> {
    const first = await this.prepare(profile, body)
    if ('reason' in first) return { ok: false, status: null, reason: first.reason }
    const answer = await this.send(profile, first, body)
    if (answer.ok || answer.status !== 401 || first.token === null) return answer
    // The token may have been withdrawn before its time: one more, with a new one.
    this.#tokens.refused(first.token.name, first.token.value)
    const second = await this.prepare(profile, body)
    if ('reason' in second) return { ok: false, status: null, reason: second.reason }
    return this.send(profile, second, body)
  }

  /** Everything that is sent beside the body; `reason`: what is missing to make it. */
  async prepare(profile: ProfileRow, body: string): Promise<Prepared | { reason: string }> {
    const own = this.headersOf(profile)
    const headers: Record<string, string> = {
      'content-type': profile.content_type || CONTENT_TYPE,
      ...Object.fromEntries(
        Object.entries(own).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    }
    const prepared = { headers, secret: new Set<string>(), signedWith: null, token: null }
    if (profile.auth_id === null) return prepared
    const row = await settings.findSecurity(this.#parts.db, profile.account_id, profile.auth_id)
    if (!row) return { reason: 'the security settings are gone' }
    const credentials = this.credentialsOf(row)
    switch (credentials.kind) {
      case 'BASIC': {
        const pair = Buffer.from(`${credentials.username}:${credentials.password}`)
        headers['authorization'] = `Basic ${pair.toString('base64')}`
        return { ...prepared, secret: new Set(['authorization']) }
      }
      case 'HMAC':
        headers[SIGNATURE_HEADER] = signature(credentials.algorithm, credentials.secretKey, body)
        return { ...prepared, signedWith: credentials.algorithm }
      case 'CUSTOM': {
        const names = Object.keys(credentials.headers).map((name) => name.toLowerCase())
        for (const [name, value] of Object.entries(credentials.headers))
          headers[name.toLowerCase()] = value
        return { ...prepared, secret: new Set(names) }
      }
      case 'OAUTH': {
        const name = `${row.account_id} ${row.auth_id} ${row.credentials.toString('base64', 0, 32)}`
        const got = await this.#tokens.of(name, credentials)
        if (!got.ok) return { reason: got.reason }
        headers['authorization'] = `Bearer ${got.token}`
        const token = { name, value: got.token }
        return { ...prepared, secret: new Set(['authorization']), token }
      }
    }
  }

  /** @param textBytesMax how much of the answer is wanted */
  async send(
    profile: ProfileRow,
    prepared: Prepared,
    body: string,
    textBytesMax = 0,
  ): Promise<Delivery> {
    const tls = await this.#tlsOf(profile)
    if ('reason' in tls) return { ok: false, status: null, reason: tls.reason }
    const { response_regex: status, response_body_regex: answer } = profile
    const delivery = await this.#post(profile.url, body, prepared.headers, {
      connectMs: profile.connect_ms ?? CONNECT_MS,
      ...(profile.read_ms === null ? {} : { answerMs: profile.read_ms }),
      ...(tls.tls ? { tls: tls.tls } : {}),
      textBytesMax: answer === null ? textBytesMax : ANSWER_BYTES_MAX,
    })
    if (delivery.status === null) return delivery
    const { regexMsMax } = this.#parts
    const text = delivery.text ?? ''
    const told = { status: delivery.status, text: text.slice(0, Math.max(textBytesMax, 0)) }
    if (status !== null && !matches(status, String(delivery.status), regexMsMax))
      return { ok: false, ...told, reason: `answered ${delivery.status}, not what is expected` }
    if (answer !== null && delivery.ok && !matches(answer, text, regexMsMax))
      return { ok: false, ...told, reason: 'the answer is not what is expected' }
    return status !== null && !delivery.ok ? { ok: true, ...told } : { ...delivery, ...told }
  }

  async #post(
    url: string,
    body: string,
    headers: Record<string, string>,
    how: {
      connectMs?: number
      answerMs?: number
      tls?: ClientTls
      textBytesMax?: number
    },
  ): Promise<Delivery> {
    const { catchers, outbound } = this.#parts
    const catcherId = catchers.at(url)
    if (catcherId !== null)
      return (await catchers.take(catcherId, headers, body))
        ? { ok: true, status: 200, text: '{"caught":true}' }
        : { ok: false, status: 404, reason: 'the catcher is gone', text: '' }
    const { 'content-type': contentType = CONTENT_TYPE, ...rest } = headers
    return outbound.post(url, body, { contentType, headers: rest, ...how })
  }

  async #tlsOf(profile: ProfileRow): Promise<{ tls: ClientTls | null } | { reason: string }> {
    const protocols = profile.tls_protocols as ('TLSv1.2' | 'TLSv1.3')[]
    if (profile.certificate_id === null)
      return { tls: protocols.length === 0 ? null : { name: '', protocols } }
    const tls = await this.certificate(profile.account_id, profile.certificate_id)
    return tls ? { tls: { ...tls, protocols } } : { reason: 'the client certificate is gone' }
  }

  /** A client certificate, ready to be shown. */
  async certificate(accountId: number, certificateId: string): Promise<ClientTls | null> {
    const { db, secrets } = this.#parts
    const row = await settings.findCertificate(db, accountId, certificateId)
    if (!row) return null
    const context = `${accountId} ${certificateId}`
    const text = secrets.decrypt('webhook-certificate', row.content, context).toString('utf8')
    return tlsOf(`${context} ${row.serial_number}`, JSON.parse(text) as Identity)
  }

  headersOf(profile: ProfileRow): Record<string, string> {
    if (profile.headers === null) return {}
    const context = `${profile.account_id} ${profile.profile_id}`
    const text = this.#parts.secrets.decrypt('webhook-headers', profile.headers, context)
    return JSON.parse(text.toString('utf8')) as Record<string, string>
  }

  credentialsOf(row: settings.SecurityRow): Credentials {
    const context = `${row.account_id} ${row.auth_id}`
    const text = this.#parts.secrets.decrypt('webhook-credentials', row.credentials, context)
    return JSON.parse(text.toString('utf8')) as Credentials
  }

  /** Waits for the profile's turn; one delivery to it is under way at a time. */
  async #pace(profile: ProfileRow): Promise<void> {
    if (profile.rate_limit === null) return
    const key = `${profile.account_id} ${profile.profile_id}`
    const now = this.#parts.clock.ms()
    const at = Math.max(this.#paces.get(key) ?? 0, now)
    if (this.#paces.size >= PACES_MAX) this.#paces.clear()
    this.#paces.set(key, at + 1000 / profile.rate_limit)
    if (at > now) await new Promise((resolve) => setTimeout(resolve, Math.min(at - now, 1000)))
  }

  #note(sending: Sending, url: string, delivery: Delivery, tookMs: number): void {
    const to = 'url' in sending.to ? { profileId: null, subscriptionId: null } : sending.to
    this.#parts.journal.note({
      account_id: sending.accountId,
      profile_id: to.profileId,
      subscription_id: to.subscriptionId,
      channel: sending.channel,
      event: sending.event,
      target: targetOf(url),
      items: sending.items,
      attempt: sending.attempt,
      ok: delivery.ok,
      status: delivery.status,
      took_ms: Math.max(0, Math.round(tookMs)),
      reason: delivery.ok ? null : delivery.reason,
      refs: sending.refs === null ? null : [...sending.refs],
    })
  }

  async #noteHealth(profile: ProfileRow, delivery: Delivery): Promise<void> {
    const { db, clock, book, log, onPaused } = this.#parts
    const { account_id: accountId, profile_id: profileId } = profile
    const key = `${accountId} ${profileId}`
    if (delivery.ok) {
      if (!this.#failing.delete(key) && profile.failures === 0) return
      await settings.noteSuccess(db, accountId, profileId)
      book.drop(accountId)
      return
    }
    this.#failing.add(key)
    const { reason } = delivery
    const noted = await settings.noteFailure(db, accountId, profileId, reason, clock.now(), {
      failuresMax: FAILURES_MAX,
      failingBefore: new Date(clock.ms() - FAILING_MS),
    })
    if (!noted?.paused_now) return
    book.drop(accountId)
    log.warn({ accountId, failures: noted.failures, reason }, 'a webhook profile was paused')
    await onPaused({ accountId, profileId, reason, failures: noted.failures }).catch(
      (error: unknown) =>
        log.warn({ reason: (error as Error).message }, 'nobody could be told of a paused profile'),
    )
  }
}

const outcomeOf = (delivery: Delivery): Outcome =>
  delivery.ok
    ? { kind: 'taken' }
    : { kind: 'failed', status: delivery.status, reason: delivery.reason }

/** Host and path: what follows may hold secrets. */
export function targetOf(url: string): string {
  if (!URL.canParse(url)) return ''
  const { host, pathname } = new URL(url)
  return `${host}${pathname}`.slice(0, 500)
}
