import type { Credential } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import type { Find } from './find.ts'
import { forcedPairs, mayRead } from './platform-pairs.ts'
import { platformsOfBulk } from './store/bulk-platforms.ts'

/** Of different applications and entities in one bulk; with more than these it belongs to no bound key. */
const PLATFORMS_MAX = 1_000

export type BoundBy = Pick<Credential, 'accountId' | 'platform'>

/** Whether a message is one that the credential may name: a key that is bound to applications, those of its own only. */
export async function mayUseMessage(
  find: Find,
  credential: BoundBy,
  messageId: string,
): Promise<boolean> {
  if (forcedPairs(credential.platform).length === 0) return true
  const found = await find.byIds(credential.accountId, [messageId])
  return found.some((one) => mayRead(credential, platformOfRow(one)))
}

/**
 * Whether a bulk is one that the credential may name. For a bound key all that waits of it is of its applications; when
 * nothing waits any more, something that was sent of it is.
 */
export async function mayUseBulk(
  db: Db,
  find: Find,
  credential: BoundBy,
  bulkId: string,
): Promise<boolean> {
  const { accountId, platform } = credential
  const pairs = forcedPairs(platform)
  if (pairs.length === 0) return true
  const waiting = await platformsOfBulk(db, accountId, bulkId, PLATFORMS_MAX)
  if (waiting.length === PLATFORMS_MAX) return false
  if (waiting.length > 0) return waiting.every((one) => mayRead(credential, platformOfRow(one)))
  for (const { applicationId, entityId } of pairs) {
    const filter = { applicationId, ...(entityId === undefined ? {} : { entityId }) }
    const { found } = await find.page(accountId, null, { ...filter, bulkIds: [bulkId], limit: 1 })
    if (found.length > 0) return true
  }
  return false
}

const platformOfRow = (row: { application_id: string | null; entity_id: string | null }) => ({
  applicationId: row.application_id,
  entityId: row.entity_id,
})
