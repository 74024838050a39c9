import { Rejection, type App } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { pageOf, pagingOf } from '../paging.ts'
import { isStrategyId, type Strategies } from '../strategies.ts'
import { countStrategies, pageStrategies, type StrategyRow } from '../store/strategies.ts'
import * as wire from '../wire.ts'

const shared = {
  product: 'sending-strategy',
  envelope: 2,
  access: ['sending-strategy:manage'],
} as const

/** `/provisioning/2/sending-strategies`: which of its senders an account wants taken for messages that name none. */
export function addStrategies(
  app: App,
  { db, strategies }: { db: Db; strategies: Strategies },
): void {
  const path = '/provisioning/2/sending-strategies'
  app.operation(
    {
      ...shared,
      id: 'get-sending-strategies-v2',
      method: 'GET',
      path,
      summary: 'List sending strategies',
      description: 'Oldest first.',
      query: wire.StrategiesQuery,
      answers: { 200: wire.StrategyPage },
    },
    async ({ query, credential: { accountId } }) => {
      const page = pageOf(query, 100)
      const { sendingStrategyId: id, applicationId, entityId } = query
      if (id && !isStrategyId(id)) return { results: [], paging: pagingOf(page, 0) }
      const filter = {
        ...(id ? { id } : {}),
        ...(applicationId ? { application_id: applicationId } : {}),
        ...(entityId ? { entity_id: entityId } : {}),
      }
      const found = await pageStrategies(db, accountId, filter, page)
      return {
        results: found.map(present),
        paging: pagingOf(page, await countStrategies(db, accountId, filter)),
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-sending-strategy-v2',
      method: 'POST',
      path,
      summary: 'Make a sending strategy',
      description:
        'Kept as it is given. Sending does not ask for it yet: a message that names no sender goes out as the default one.',
      body: wire.StrategyRequest,
      answers: { 201: wire.MadeStrategy },
    },
    async ({ body, credential }) => ({
      sendingStrategyId: await strategies.make(credential.accountId, body),
    }),
  )
  app.operation(
    {
      ...shared,
      id: 'delete-sending-strategy-by-sending-strategy-id-v2',
      method: 'DELETE',
      path: `${path}/:sendingStrategyId`,
      summary: 'Delete a sending strategy',
      params: wire.StrategyPath,
      answers: { 204: null },
    },
    async ({ params, credential }) => {
      const { sendingStrategyId: id } = params
      if (!isStrategyId(id) || !(await strategies.remove(credential.accountId, id)))
        throw new Rejection('NOT_FOUND', {
          text: 'The account has no sending strategy with this id.',
        })
    },
  )
}

const present = (row: StrategyRow): wire.Strategy => ({
  sendingStrategyId: row.id,
  ...(row.application_id === null && row.entity_id === null
    ? {}
    : {
        platform: {
          ...(row.entity_id === null ? {} : { entityId: row.entity_id }),
          ...(row.application_id === null ? {} : { applicationId: row.application_id }),
        },
      }),
  ...(row.channel === null ? {} : { channel: row.channel }),
  ...(row.country === null ? {} : { destinationCountryCode: row.country }),
  useStickySender: row.sticky,
  useGeolocatedSender: row.geolocated,
  priorities: row.priorities.map(({ senderType, priority }) => ({ senderType, priority })),
})
