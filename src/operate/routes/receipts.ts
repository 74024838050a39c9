import { wireTime, type App } from '../../core/http/index.ts'
import type { Anywhere } from '../../messaging/index.ts'
import { ParkedList, ParkedQuery, Retried, Retry } from '../wire.ts'

const PAGE_DEFAULT = 50

interface Needs {
  anywhere: Pick<Anywhere, 'parked' | 'hurryParked'>
  nameOf(connectionId: number): string | null
}

const shared = { product: 'operators', envelope: 2, rootAccountOnly: true } as const

/** `/operate/1/parked-receipts`: receipts that fit no message yet. */
export function addReceipts(app: App, { anywhere, nameOf }: Needs): void {
  app.operation(
    {
      ...shared,
      id: 'list-parked-receipts',
      method: 'GET',
      path: '/operate/1/parked-receipts',
      access: ['operators:manage', 'operators:read'],
      summary: 'List receipts that fit no message yet, newest first',
      description:
        'They are tried again for an hour. Many of them mean that the form of the ids is set wrongly at their connection.',
      query: ParkedQuery,
      answers: { 200: ParkedList },
    },
    async ({ query }) => {
      const limit = query.limit ?? PAGE_DEFAULT
      const found = await anywhere.parked(
        query.connectionId ?? null,
        query.cursor === undefined ? null : BigInt(query.cursor),
        limit + 1,
      )
      const page = found.slice(0, limit)
      return {
        results: page.map((one) => ({
          ...one,
          connection: nameOf(one.connectionId),
          receivedAt: wireTime(one.receivedAt),
          nextTryAt: wireTime(one.nextTryAt),
        })),
        nextCursor: found.length > limit ? page.at(-1)!.id : null,
      }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'retry-parked-receipts',
      method: 'POST',
      path: '/operate/1/parked-receipts/retry',
      access: ['operators:manage'],
      summary: 'Try receipts that fit no message again now',
      description:
        'Of one connection, or of all. Those that fit a message are gone within seconds.',
      body: Retry,
      bodyOptional: true,
      answers: { 202: Retried },
    },
    async ({ body }) => ({ receipts: await anywhere.hurryParked(body?.connectionId ?? null) }),
  )
}
