import { wireTime } from '../core/http/index.ts'
import { BUCKET_MAX, WINDOW_MS } from './book.ts'
import { masked, type Credentials } from './credentials.ts'
import { CONNECT_MS } from './deliver.ts'
import type { ListedDelivery } from './store/deliveries.ts'
import type { CatcherRow, CaughtRow } from './store/catchers.ts'
import type { CertificateRow, ListedSubscription, ProfileRow } from './store/settings.ts'
import type * as wire from './wire.ts'

/* What goes out, named field by field. Members without a value are left out, never null, in the compatible answers. */

/** A page of a list that is short enough to be read whole. */
export function paged<Item, Shown>(
  items: readonly Item[],
  query: { page?: number; size?: number },
  show: (item: Item) => Shown,
) {
  const { page = 0, size = 20 } = query
  return {
    results: items.slice(page * size, (page + 1) * size).map(show),
    paging: {
      page,
      size,
      totalPages: Math.ceil(items.length / size),
      totalResults: items.length,
    },
  }
}

export const presentSecurity = (authId: string, credentials: Credentials): wire.Security => ({
  authId,
  type: credentials.kind,
  credentials: masked(credentials),
})

export const presentProfile = (row: ProfileRow, headers: Record<string, string>): wire.Profile => ({
  profileId: row.profile_id,
  webhook: {
    notifyUrl: row.url,
    ...(row.content_type === null ? {} : { contentType: row.content_type }),
  },
  ...(row.auth_id === null ? {} : { security: { authId: row.auth_id } }),
  ...(row.certificate_id === null ? {} : { clientCertificateId: row.certificate_id }),
  maxBucketSize: row.bucket_max ?? BUCKET_MAX,
  windowSize: row.window_ms ?? WINDOW_MS,
  connectTimeout: row.connect_ms ?? CONNECT_MS,
  ...(row.read_ms === null ? {} : { readTimeout: row.read_ms }),
  enabledSSLProtocols: row.tls_protocols as NonNullable<wire.Profile['enabledSSLProtocols']>,
  headers,
  ...(row.response_regex === null ? {} : { responseRegex: row.response_regex }),
  ...(row.response_body_regex === null ? {} : { responseBodyRegex: row.response_body_regex }),
  ...(row.rate_limit === null ? {} : { rateLimit: row.rate_limit }),
})

export const presentState = (row: ProfileRow): wire.ProfileState => ({
  profileId: row.profile_id,
  paused: row.paused_at !== null,
  pausedAt: row.paused_at === null ? null : wireTime(row.paused_at),
  reason: row.pause_reason,
  failures: row.failures,
  failingSince: row.failing_since === null ? null : wireTime(row.failing_since),
})

export const presentSubscription = (row: ListedSubscription): wire.Subscription => ({
  subscriptionId: row.subscription_id,
  ...(row.name === null ? {} : { name: row.name }),
  profile: {
    profileId: row.profile_id,
    ...(row.auth_id === null ? {} : { security: { authId: row.auth_id } }),
  },
  events: row.events,
  criteria: row.criteria,
  resources: row.resources,
  users: row.users,
})

const statusOf = (row: CertificateRow, now: Date) =>
  row.valid_until <= now ? ('EXPIRED' as const) : ('READY' as const)

export const presentStatus = (row: CertificateRow, now: Date) => ({
  certificateId: row.certificate_id,
  status: statusOf(row, now),
})

export const presentCertificate = (row: CertificateRow, now: Date): wire.CertificateDetails => ({
  certificateId: row.certificate_id,
  issuedBy: row.issued_by,
  issuedTo: row.issued_to,
  validFrom: row.valid_from.getTime(),
  validUntil: row.valid_until.getTime(),
  certificateStatus: statusOf(row, now),
  serialNumber: row.serial_number,
})

export const presentDelivery = (row: ListedDelivery): wire.Delivery => ({
  id: row.id,
  at: wireTime(row.at),
  profileId: row.profile_id,
  subscriptionId: row.subscription_id,
  channel: row.channel,
  event: row.event,
  target: row.target,
  items: row.items,
  attempt: row.attempt,
  ok: row.ok,
  status: row.status,
  tookMs: row.took_ms,
  reason: row.reason,
  canReplay: row.can_replay,
})

export const presentCatcher = (row: CatcherRow, url: string): wire.Catcher => ({
  id: row.catcher_id,
  url,
  madeAt: wireTime(row.made_at),
  expiresAt: wireTime(row.expires_at),
})

export const presentCaught = (row: CaughtRow): wire.Caught => ({
  id: row.id,
  at: wireTime(row.at),
  headers: row.headers,
  body: row.body,
  bodyBytes: row.body_bytes,
})
