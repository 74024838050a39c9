import type { Clock } from '../../../core/clock.ts'
import { Rejection, wireTime, type App } from '../../../core/http/index.ts'
import { networkByMccMnc } from '../../numbering-plan/index.ts'
import type { Ported } from '../ported.ts'
import type { NumberNetworkRow } from '../store/number-networks.ts'
import * as wire from '../wire.ts'

const shared = { product: 'operators', envelope: 2, rootAccountOnly: true } as const
const path = '/operators/1/number-networks'
const one = `${path}/:prefix`

const present = (row: NumberNetworkRow): wire.NumberNetwork => ({
  prefix: row.prefix,
  network: row.network,
  networkName: networkByMccMnc(row.network)?.name ?? null,
  updatedAt: wireTime(row.updated_at),
})

/** `/operators/1/number-networks`: networks of numbers that were ported, for the installation's own account only. */
export function addNumberNetworks(app: App, ported: Ported, clock: Clock): void {
  app.operation(
    {
      ...shared,
      access: ['routes:manage', 'routes:read'],
      id: 'get-number-networks',
      method: 'GET',
      path,
      summary: 'List numbers with a network of their own',
      query: wire.NumberNetworkQuery,
      answers: { 200: wire.NumberNetworkList },
    },
    async ({ query }) => {
      const page = ported.page(query.cursor ?? '', query.limit ?? 100)
      return { results: page.entries.map(present), nextCursor: page.next }
    },
  )
  app.operation(
    {
      ...shared,
      access: ['routes:manage'],
      id: 'put-number-network',
      method: 'PUT',
      path: one,
      summary: 'Say which network numbers belong to',
      description:
        'Goes before the numbering plan, for routes, prices and figures of messages taken from now on. The longest entry that fits a number counts. In force at once; on other nodes within 5 seconds.',
      params: wire.NumberNetworkPath,
      body: wire.NumberNetworkSettings,
      answers: { 200: wire.NumberNetwork },
    },
    async ({ params, body }) => present(await ported.put(params.prefix, body.network, clock.now())),
  )
  app.operation(
    {
      ...shared,
      access: ['routes:manage'],
      id: 'delete-number-network',
      method: 'DELETE',
      path: one,
      summary: 'Leave numbers to the numbering plan again',
      params: wire.NumberNetworkPath,
      answers: { 204: null },
    },
    async ({ params, reply }) => {
      if (!(await ported.remove(params.prefix)))
        throw new Rejection('NOT_FOUND', { text: 'There is no entry for these digits.' })
      void reply.code(204)
    },
  )
}
