import type { Clock } from '../core/clock.ts'
import { badField, Rejection } from '../core/http/index.ts'
import type { Secrets } from '../core/secrets.ts'
import { transaction, type Db, type Tx } from '../core/storage/index.ts'
import type { Outbound } from '../core/webhooks/index.ts'
import { PROFILES_MAX, SUBSCRIPTIONS_MAX, type Book } from './book.ts'
import { eventsOf } from './catalogue.ts'
import type { Catchers } from './catchers.ts'
import { readCertificate } from './certificates.ts'
import { readCredentials, type Credentials } from './credentials.ts'
import { checkHeaders } from './headers.ts'
import { isPattern } from './pattern.ts'
import * as store from './store/settings.ts'
import type * as wire from './wire.ts'

export const SECURITY_MAX = 200
export const CERTIFICATES_MAX = 50
/** What needs no escaping in an address (RFC 3986 §2.3): ids stand in paths. */
const ID = /^[A-Za-z0-9\-._~]+$/

/** Changes of an account's subscriptions, profiles, security settings and certificates. Each checks before it writes. */
export class Settings {
  readonly #db: Db
  readonly #clock: Clock
  readonly #secrets: Secrets
  readonly #book: Book
  readonly #outbound: Outbound
  readonly #catchers: Catchers

  constructor(parts: {
    db: Db
    clock: Clock
    secrets: Secrets
    book: Book
    outbound: Outbound
    catchers: Catchers
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#secrets = parts.secrets
    this.#book = parts.book
    this.#outbound = parts.outbound
    this.#catchers = parts.catchers
  }

  createSecurity(accountId: number, body: wire.NewSecurity): Promise<void> {
    return this.#changing(accountId, (tx) => this.#addSecurity(tx, accountId, body, ''))
  }

  async updateSecurity(
    accountId: number,
    authId: string,
    body: wire.ChangedSecurity,
    stored: Credentials,
  ): Promise<void> {
    const kind = body.type ?? stored.kind
    const given = body.credentials ?? {}
    const credentials =
      body.credentials === undefined && kind === stored.kind
        ? stored
        : readCredentials(kind, given, stored, this.#outbound.addressFault)
    const row = this.#sealed(accountId, authId, credentials)
    await this.#changing(accountId, async (tx) => {
      if ((await store.updateSecurity(tx, row, this.#clock.now())) === 0)
        throw nothing('security settings')
    })
  }

  async removeSecurity(accountId: number, authId: string): Promise<void> {
    if (!(await store.findSecurity(this.#db, accountId, authId))) throw nothing('security settings')
    await this.#changing(accountId, async (tx) => {
      if ((await store.deleteSecurity(tx, accountId, authId)) === 0)
        throw inUse('A profile uses these security settings.', 'profile')
    })
  }

  createProfile(accountId: number, body: wire.NewProfile): Promise<wire.ProfileId> {
    return this.#changing(accountId, (tx) => this.#addProfile(tx, accountId, body, ''))
  }

  async updateProfile(
    accountId: number,
    profileId: string,
    body: wire.ChangedProfile,
  ): Promise<wire.ProfileId> {
    return this.#changing(accountId, async (tx) => {
      const stored = await store.findProfile(tx, accountId, profileId)
      if (!stored) throw nothing('profile')
      if (body.security && !(await store.findSecurity(tx, accountId, body.security.authId)))
        throw badField('security.authId', 'names no security settings of the account')
      const authId = body.security?.authId ?? stored.auth_id
      const one = await this.#read(tx, accountId, profileId, body, stored, authId, '')
      await store.updateProfile(tx, accountId, profileId, one, this.#clock.now())
      return profileIdOf(profileId, authId)
    })
  }

  async removeProfile(accountId: number, profileId: string): Promise<store.ProfileRow> {
    return this.#changing(accountId, async (tx) => {
      const stored = await store.findProfile(tx, accountId, profileId)
      if (!stored) throw nothing('profile')
      if ((await store.deleteProfile(tx, accountId, profileId)) === 0)
        throw inUse('A subscription uses this profile.', 'subscription')
      return stored
    })
  }

  async createSubscription(
    accountId: number,
    channel: string,
    body: wire.NewSubscription,
  ): Promise<wire.ProfileId> {
    checkId('subscriptionId', body.subscriptionId)
    const events = readEvents(channel, body.events)
    return this.#changing(accountId, async (tx) => {
      const profile = await this.#profileOf(tx, accountId, body.profile)
      const added = await store.insertSubscription(
        tx,
        {
          account_id: accountId,
          channel,
          subscription_id: body.subscriptionId,
          name: body.name ?? null,
          profile_id: profile.profileId,
          events,
          criteria: (body.criteria ?? []).map(readCriterion),
          resources: body.resources ?? [],
          users: body.users ?? [],
        },
        SUBSCRIPTIONS_MAX,
        this.#clock.now(),
      )
      if (added === 0) throw taken('subscription', SUBSCRIPTIONS_MAX)
      return profile
    })
  }

  async updateSubscription(
    accountId: number,
    channel: string,
    subscriptionId: string,
    body: wire.ChangedSubscription,
  ): Promise<wire.ProfileId> {
    const events = readEvents(channel, body.events)
    return this.#changing(accountId, async (tx) => {
      const stored = await store.findSubscription(tx, accountId, channel, subscriptionId)
      if (!stored) throw nothing('subscription')
      const profile = await this.#existingProfile(tx, accountId, body.profile.profileId)
      const changed: store.SubscriptionRow = {
        ...stored,
        name: body.name ?? stored.name,
        profile_id: profile.profileId,
        events,
        criteria: body.criteria?.map(readCriterion) ?? stored.criteria,
        resources: body.resources ?? stored.resources,
        users: body.users ?? stored.users,
      }
      await store.updateSubscription(tx, changed, this.#clock.now())
      return profile
    })
  }

  async removeSubscription(
    accountId: number,
    channel: string,
    subscriptionId: string,
  ): Promise<store.ListedSubscription> {
    return this.#changing(accountId, async (tx) => {
      const stored = await store.findSubscription(tx, accountId, channel, subscriptionId)
      if (!stored) throw nothing('subscription')
      await store.deleteSubscription(tx, accountId, channel, subscriptionId)
      return stored
    })
  }

  async addCertificate(
    accountId: number,
    body: { certificateId: string; certificateContent: string; passphrase?: string },
  ): Promise<store.CertificateRow> {
    const { certificateId } = body
    checkId('certificateId', certificateId)
    const { identity, facts } = readCertificate(body.certificateContent, body.passphrase)
    const row = {
      account_id: accountId,
      certificate_id: certificateId,
      issued_by: facts.issuedBy,
      issued_to: facts.issuedTo,
      serial_number: facts.serialNumber,
      valid_from: facts.validFrom,
      valid_until: facts.validUntil,
      content: this.#secrets.encrypt(
        'webhook-certificate',
        JSON.stringify(identity),
        `${accountId} ${certificateId}`,
      ),
    }
    const now = this.#clock.now()
    if ((await store.insertCertificate(this.#db, row, CERTIFICATES_MAX, now)) === 0)
      throw taken('certificate', CERTIFICATES_MAX)
    return row
  }

  async removeCertificate(accountId: number, certificateId: string): Promise<void> {
    if (!(await store.findCertificate(this.#db, accountId, certificateId)))
      throw nothing('certificate')
    if ((await store.deleteCertificate(this.#db, accountId, certificateId)) === 0)
      throw inUse('A profile uses this certificate.', 'profile')
  }

  /** Pauses a profile, or lets it go on. */
  async setPaused(accountId: number, profileId: string, paused: boolean): Promise<void> {
    const at = paused ? this.#clock.now() : null
    if ((await store.setPaused(this.#db, accountId, profileId, at)) === 0) throw nothing('profile')
    this.#book.drop(accountId)
  }

  /** @throws BAD_REQUEST when we would not connect to the address */
  checkAddress(property: string, address: string): void {
    if (this.#catchers.at(address) !== null) return
    const fault = this.#outbound.addressFault(address)
    if (fault) throw badField(property, fault)
  }

  async #changing<Result>(accountId: number, work: (tx: Tx) => Promise<Result>): Promise<Result> {
    try {
      return await transaction(this.#db, work)
    } finally {
      this.#book.drop(accountId)
    }
  }

  async #addSecurity(tx: Tx, accountId: number, body: wire.NewSecurity, at: string): Promise<void> {
    checkId(`${at}authId`, body.authId)
    if (body.type === undefined) throw badField(`${at}type`, 'is needed')
    const credentials = readCredentials(
      body.type,
      body.credentials ?? {},
      null,
      this.#outbound.addressFault,
    )
    const row = this.#sealed(accountId, body.authId, credentials)
    if ((await store.insertSecurity(tx, row, SECURITY_MAX, this.#clock.now())) === 0)
      throw taken('security setting', SECURITY_MAX)
  }

  #sealed(accountId: number, authId: string, credentials: Credentials): store.SecurityRow {
    return {
      account_id: accountId,
      auth_id: authId,
      kind: credentials.kind,
      credentials: this.#secrets.encrypt(
        'webhook-credentials',
        JSON.stringify(credentials),
        `${accountId} ${authId}`,
      ),
    }
  }

  async #addProfile(
    tx: Tx,
    accountId: number,
    body: wire.NewProfile,
    at: string,
  ): Promise<wire.ProfileId> {
    const { profileId, security } = body
    checkId(`${at}profileId`, profileId)
    // A security setting that is only named exists already; one that is described is made.
    if (security?.type !== undefined)
      await this.#addSecurity(tx, accountId, security, `${at}security.`)
    else if (security && !(await store.findSecurity(tx, accountId, security.authId)))
      throw badField(`${at}security.authId`, 'names no security settings of the account')
    const authId = security?.authId ?? null
    const one = await this.#read(tx, accountId, profileId, body, null, authId, at)
    const now = this.#clock.now()
    if ((await store.insertProfile(tx, accountId, profileId, one, PROFILES_MAX, now)) === 0)
      throw taken('profile', PROFILES_MAX)
    return profileIdOf(profileId, authId)
  }

  /** A profile that is only named exists already; one that is described is made. */
  #profileOf(tx: Tx, accountId: number, body: wire.NewProfile): Promise<wire.ProfileId> {
    const onlyNamed = Object.keys(body).every((name) => name === 'profileId')
    return onlyNamed
      ? this.#existingProfile(tx, accountId, body.profileId)
      : this.#addProfile(tx, accountId, body, 'profile.')
  }

  async #existingProfile(tx: Tx, accountId: number, profileId: string): Promise<wire.ProfileId> {
    const found = await store.findProfile(tx, accountId, profileId)
    if (!found) throw badField('profile.profileId', 'names no profile of the account')
    return profileIdOf(profileId, found.auth_id)
  }

  async #read(
    tx: Tx,
    accountId: number,
    profileId: string,
    body: wire.ChangedProfile,
    stored: store.ProfileRow | null,
    authId: string | null,
    at: string,
  ): Promise<store.ProfileSettings> {
    const url = body.webhook?.notifyUrl ?? stored?.url ?? ''
    if (url === '') throw badField(`${at}webhook.notifyUrl`, 'is needed')
    this.checkAddress(`${at}webhook.notifyUrl`, url)
    const contentType = body.webhook?.contentType || (stored?.content_type ?? null)
    if (contentType !== null && !/^application\/json(;.*)?$/i.test(contentType))
      throw badField(`${at}webhook.contentType`, 'must be application/json')
    const certificateId = await this.#certificateOf(tx, accountId, body, stored, at)
    if (body.headers) checkHeaders(body.headers, `${at}headers`)
    const context = `${accountId} ${profileId}`
    return {
      url,
      content_type: contentType,
      auth_id: authId,
      certificate_id: certificateId,
      bucket_max: body.maxBucketSize ?? stored?.bucket_max ?? null,
      window_ms: body.windowSize ?? stored?.window_ms ?? null,
      connect_ms: body.connectTimeout ?? stored?.connect_ms ?? null,
      read_ms: body.readTimeout ?? stored?.read_ms ?? null,
      tls_protocols: body.enabledSSLProtocols ?? stored?.tls_protocols ?? [],
      headers: body.headers
        ? this.#secrets.encrypt('webhook-headers', JSON.stringify(body.headers), context)
        : (stored?.headers ?? null),
      response_regex: readPattern(`${at}responseRegex`, body.responseRegex, stored?.response_regex),
      response_body_regex: readPattern(
        `${at}responseBodyRegex`,
        body.responseBodyRegex,
        stored?.response_body_regex,
      ),
      rate_limit: body.rateLimit ?? stored?.rate_limit ?? null,
    }
  }

  async #certificateOf(
    tx: Tx,
    accountId: number,
    body: wire.ChangedProfile,
    stored: store.ProfileRow | null,
    at: string,
  ): Promise<string | null> {
    const named = body.clientCertificateId
    if (named === undefined) return stored?.certificate_id ?? null
    if (named === '') return null
    if (!(await store.findCertificate(tx, accountId, named)))
      throw badField(`${at}clientCertificateId`, 'names no certificate of the account')
    return named
  }
}

/** Left out: as before; empty: none. */
function readPattern(
  property: string,
  given: string | undefined,
  stored: string | null | undefined,
): string | null {
  if (given === undefined) return stored ?? null
  if (!isPattern(given)) throw badField(property, 'must be a regular expression')
  return given === '' ? null : given
}

const profileIdOf = (profileId: string, authId: string | null): wire.ProfileId => ({
  profileId,
  ...(authId === null ? {} : { security: { authId } }),
})

function checkId(property: string, id: string): void {
  if (!ID.test(id)) throw badField(property, 'may have letters, digits and - . _ ~ only')
}

/** @throws NOT_FOUND for a channel that is none, BAD_REQUEST for an event that the channel does not have */
function readEvents(
  channel: string,
  events: wire.ChangedSubscription['events'],
): store.SubscribedEvent[] {
  const known = channelEvents(channel)
  return events.map((one, index) => {
    const name = typeof one === 'string' ? one : one.event
    if (!known.has(name))
      throw badField(`events[${index}]`, `must be one of ${[...known].slice(0, 20).join(', ')}`)
    return typeof one === 'string' ? one : { event: one.event, format: one.format }
  })
}

/** @throws BAD_REQUEST for a channel that is none */
export function channelEvents(channel: string): ReadonlySet<string> {
  const known = eventsOf(channel)
  if (known.size === 0) throw badField('channel', 'is not a channel that can be subscribed to')
  return known
}

const readCriterion = (pair: store.Criterion): store.Criterion => ({
  ...(pair.applicationId ? { applicationId: pair.applicationId } : {}),
  ...(pair.entityId ? { entityId: pair.entityId } : {}),
  ...(pair.callsConfigurationId ? { callsConfigurationId: pair.callsConfigurationId } : {}),
})

export const nothing = (what: string): Rejection =>
  new Rejection('NOT_FOUND', { text: `The account has no ${what} with this id.` })
const taken = (what: string, max: number): Rejection =>
  new Rejection('CONFLICT', {
    text: `The id is taken, or the account has ${max} of this kind already: ${what}.`,
    action: 'Choose another id, or delete what is not used.',
  })
const inUse = (text: string, user: string): Rejection =>
  new Rejection('CONFLICT', { text, action: `Change or delete the ${user} first.` })
