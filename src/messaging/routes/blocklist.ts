import {
  badField,
  parseWireTime,
  Rejection,
  wireTime,
  type App,
  type Credential,
} from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import {
  blockedAddress,
  BLOCKLIST_MAX,
  blockedSender,
  type Blocklist,
  type BlocklistWish,
} from '../blocklist.ts'
import type { AccountTree } from '../needs.ts'
import {
  countBlocked,
  pageBlocked,
  type BlockedRow,
  type BlocklistFilter,
} from '../store/blocklist.ts'
import * as wire from '../wire.ts'

const shared = {
  product: 'blocklist',
  envelope: 1,
  access: ['blocklist:manage'],
  path: '/platform/1/blocklists',
} as const

interface Parts {
  db: Db
  tree: AccountTree
  blocklist: Blocklist
}

/** `/platform/1/blocklists`: who must not be written to. Changes are stored at once and made soon after. */
export function addBlocklist(app: App, { db, tree, blocklist }: Parts): void {
  app.operation(
    {
      ...shared,
      id: 'get-all-blocklists',
      method: 'GET',
      summary: 'List who must not be written to',
      description:
        'Newest first. `totalResults` counts up to 1,000,000. An entry without a sender or channel is for all of them.',
      query: wire.BlocklistQuery,
      answers: { 200: wire.BlocklistPage },
    },
    async ({ query, credential }) => {
      const { page = 0, size = 100 } = query
      const accountIds = query.getAllAccountKeysBlocklists
        ? await tree.accountsBelow(credential.accountId)
        : [await accountOf(tree, credential, query.accountKey)]
      const filter = filterOf(query, accountIds)
      const found = await pageBlocked(db, filter, { offset: page * size, limit: size })
      const totalResults = await countBlocked(db, filter, BLOCKLIST_MAX)
      const accounts = await tree.accountsOf([...new Set(found.map((one) => one.account_id))])
      return {
        results: found.map((one) => present(one, accounts.get(one.account_id)?.key ?? '')),
        paging: { page, size, totalPages: Math.ceil(totalResults / size), totalResults },
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-blocklists',
      method: 'POST',
      summary: 'Put numbers on the blocklist',
      description:
        'Up to 50,000 in one request. It is answered once it is stored; messages are refused from about a second later (status 13 for an entry with a sender, 14 for one without).',
      body: wire.NewBlocklists,
      answers: { 202: null },
    },
    async ({ body, credential }) =>
      blocklist.take(true, await wishesOf(tree, credential, body.blocklist, 'CUSTOM')),
  )
  app.operation(
    {
      ...shared,
      id: 'delete-blocklists',
      method: 'DELETE',
      summary: 'Take numbers off the blocklist',
      description:
        'Entries that were made with the same sender and channel, or none. Without a source, whatever their source.',
      body: wire.EndedBlocklists,
      answers: { 202: null },
    },
    async ({ body, credential }) =>
      blocklist.take(false, await wishesOf(tree, credential, body.blocklist, '')),
  )
}

async function wishesOf(
  tree: AccountTree,
  credential: Credential,
  entries: wire.BlocklistWishes,
  sourceOtherwise: string,
): Promise<BlocklistWish[]> {
  const accounts = new Map<string, number>()
  for (const key of new Set(entries.map((one) => one.accountKey ?? '')))
    accounts.set(key, await accountOf(tree, credential, key))
  return entries.map((one, index) => {
    one.destinations.forEach(({ to }, place) => {
      if (to.trim() === '')
        throw badField(`blocklist[${index}].destinations[${place}].to`, 'must not be blank')
    })
    return {
      accountId: accounts.get(one.accountKey ?? '')!,
      destinations: one.destinations.map(({ to }) => to),
      sender: one.sender === undefined ? '' : blockedSender(one.sender),
      channel: one.channel ?? '',
      source: one.sourceType ?? sourceOtherwise,
    }
  })
}

/** @throws FORBIDDEN for an account that is neither this one nor below it, whether it exists or not */
async function accountOf(
  tree: AccountTree,
  credential: Credential,
  key: string | undefined,
): Promise<number> {
  if (key === undefined || key === '') return credential.accountId
  const found = await tree.accountWithin(credential.accountId, key)
  if (found === null)
    throw new Rejection('FORBIDDEN', {
      text: 'There is no such account below that of the credential.',
      action: 'Leave accountKey out, or name an account of yours.',
    })
  return found
}

const filterOf = (query: wire.BlocklistQuery, accountIds: readonly number[]): BlocklistFilter => ({
  accountIds,
  ...(query.destination ? { dest: blockedAddress(query.destination) } : {}),
  ...(query.sender ? { sender: blockedSender(query.sender) } : {}),
  ...(query.channel ? { channel: query.channel } : {}),
  ...(query.sourceType ? { source: query.sourceType } : {}),
  ...(query.campaign ? { campaign: query.campaign } : {}),
  ...(query.createdDateFrom ? { from: time('createdDateFrom', query.createdDateFrom) } : {}),
  ...(query.createdDateTo ? { until: time('createdDateTo', query.createdDateTo) } : {}),
})

function time(property: string, text: string): Date {
  const read = parseWireTime(text)
  if (!read) throw badField(property, 'must be a time such as 2026-11-23T20:29:00.000+0000')
  return read
}

const present = (row: BlockedRow, accountKey: string): wire.BlockedEntry => ({
  ...(row.sender === '' ? {} : { sender: row.sender }),
  destination: row.dest,
  sourceType: row.source as wire.BlockedEntry['sourceType'],
  ...(row.channel === ''
    ? {}
    : { channel: row.channel as NonNullable<wire.BlockedEntry['channel']> }),
  accountKey,
  createdDate: wireTime(row.made_at),
  ...(row.campaign === null ? {} : { campaign: row.campaign }),
})
