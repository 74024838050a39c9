import type { Credential, PlatformPair } from '../core/http/index.ts'

/** The application, and the entity of it, that a message is sent for or a list is asked about. */
export interface PlatformOf {
  applicationId: string | null
  entityId: string | null
}

/**
 * What becomes of a message's application and entity by the pairs of the API key that sends it.
 * FORCE: one of the forced pairs, the one that the message names or else the first, whatever else it names.
 * FILL: what the message leaves out; a pair whose application the message names gives its entity only.
 */
export function platformOf(pairs: readonly PlatformPair[], named: PlatformOf): PlatformOf {
  const forced = forcedPlatform(pairs, named)
  if (forced !== null) return forced
  const filling =
    named.applicationId === null
      ? pairs[0]
      : pairs.find((one) => one.applicationId === named.applicationId)
  if (filling === undefined) return named
  return {
    applicationId: filling.applicationId,
    entityId: named.entityId ?? filling.entityId ?? null,
  }
}

/**
 * What a key that is bound to applications may read: the pair that a filter names, else the first.
 * @returns null when the key is not bound
 */
export function forcedPlatform(
  pairs: readonly PlatformPair[],
  named: PlatformOf,
): PlatformOf | null {
  const forced = forcedPairs(pairs)
  if (forced.length === 0) return null
  const fits = (one: PlatformPair): boolean =>
    one.applicationId === named.applicationId &&
    (one.entityId === undefined || one.entityId === named.entityId)
  const pair = forced.find(fits) ?? forced[0]!
  return { applicationId: pair.applicationId, entityId: pair.entityId ?? named.entityId }
}

/** What a list is narrowed to: what a filter names, but for a key that is bound to applications. */
export function readablePlatform(
  { platform }: Credential,
  query: { applicationId?: string; entityId?: string },
): { applicationId?: string; entityId?: string } {
  const named = { applicationId: query.applicationId || null, entityId: query.entityId || null }
  const { applicationId, entityId } = forcedPlatform(platform, named) ?? named
  return {
    ...(applicationId === null ? {} : { applicationId }),
    ...(entityId === null ? {} : { entityId }),
  }
}

/** Whether one message may be read: by a bound key only when it is of one of its pairs. */
export function mayRead({ platform }: Pick<Credential, 'platform'>, message: PlatformOf): boolean {
  const forced = forcedPairs(platform)
  return (
    forced.length === 0 ||
    forced.some(
      (one) =>
        one.applicationId === message.applicationId &&
        (one.entityId === undefined || one.entityId === message.entityId),
    )
  )
}

/** What a key is bound to; nothing: it is free. */
export const forcedPairs = (pairs: readonly PlatformPair[]): PlatformPair[] =>
  pairs.filter((one) => one.action === 'FORCE')
