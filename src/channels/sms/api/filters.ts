import { badField, parseWireTime, type PlatformPair } from '../../../core/http/index.ts'
import { forcedPlatform, type LogFilter, type ReportFilter } from '../../../messaging/index.ts'
import type { InboxQuery, LogsQuery, LogsQueryV1, ReportsQuery } from '../wire.ts'
import { splitList } from './from-query.ts'
import { PULL_DEFAULT, PULL_MAX } from './operations.ts'
import { given } from './send-checks.ts'

const LIST_LENGTH_MAX = 2048

/** What a request names, or a key that is bound to an application sees whatever it names. */
function platformAsked(
  query: { applicationId?: string; entityId?: string },
  pairs: readonly PlatformPair[],
): { applicationId: string | null; entityId: string | null } {
  const named = { applicationId: given(query.applicationId), entityId: given(query.entityId) }
  return forcedPlatform(pairs, named) ?? named
}

/** An empty parameter filters nothing. */
export function reportFilter(
  query: ReportsQuery | InboxQuery,
  pairs: readonly PlatformPair[],
): ReportFilter {
  const filter: ReportFilter = {}
  const put = (name: keyof ReportFilter, value: string | undefined) => {
    const asked = given(value)
    if (asked !== null) filter[name] = asked
  }
  if ('bulkId' in query) put('bulkId', query.bulkId)
  if ('messageId' in query) put('messageId', query.messageId)
  const { applicationId, entityId } = platformAsked(query, pairs)
  put('applicationId', applicationId ?? undefined)
  put('entityId', entityId ?? undefined)
  put('campaignReferenceId', query.campaignReferenceId)
  return filter
}

function wordsOf(values: readonly string[] | undefined, property: string): string[] | undefined {
  if (values === undefined) return undefined
  if (values.reduce((sum, value) => sum + value.length + 1, -1) > LIST_LENGTH_MAX)
    throw badField(property, `must have at most ${LIST_LENGTH_MAX} characters in all`)
  const words = splitList(values)
  return words.length === 0 ? undefined : words
}

function timeOf(text: string | undefined, property: string): Date | undefined {
  const asked = given(text)
  if (asked === null) return undefined
  const at = parseWireTime(asked)
  if (at === undefined)
    throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return at
}

export function logFilter(
  query: LogsQuery | LogsQueryV1,
  pairs: readonly PlatformPair[],
): LogFilter {
  const sender = 'sender' in query ? query.sender : 'from' in query ? query.from : undefined
  const dest = 'destination' in query ? query.destination : 'to' in query ? query.to : undefined
  const cursor = 'cursor' in query ? given(query.cursor) : null
  const asked = {
    sender: given(sender),
    dest: given(dest)?.replace(/^[+ ]+/, '') ?? null,
    bulkIds: wordsOf(query.bulkId, 'bulkId'),
    messageIds: wordsOf(query.messageId, 'messageId'),
    generalStatus: query.generalStatus,
    sentSince: timeOf(query.sentSince, 'sentSince'),
    sentUntil: timeOf(query.sentUntil, 'sentUntil'),
    mcc: given(query.mcc),
    mnc: given(query.mnc),
    ...platformAsked(query, pairs),
    campaignReferenceIds: wordsOf(query.campaignReferenceId, 'campaignReferenceId'),
    cursor,
  }
  const kept = Object.entries(asked).filter(([, value]) => value !== null && value !== undefined)
  return { ...Object.fromEntries(kept), limit: Math.min(query.limit ?? PULL_DEFAULT, PULL_MAX) }
}
