import type { Static } from 'typebox'
import type { Clock } from '../../../core/clock.ts'
import { badField, parseWireTime, Rejection, type App } from '../../../core/http/index.ts'
import { uuidv7 } from '../../../core/ids.ts'
import { parseMsisdn } from '../../../protocols/e164/index.ts'
import type { Around } from '../choose.ts'
import { explain } from '../explain.ts'
import type { Plan } from '../plan.ts'
import { presentRoute } from '../present.ts'
import type { Quality } from '../quality.ts'
import type { RouteAsk, StoredRoute } from '../route.ts'
import {
  ExplainQuery,
  Explanation,
  Route,
  RouteList,
  RouteListQuery,
  RoutePath,
  RouteSettings,
} from '../wire.ts'

const shared = { product: 'operators', envelope: 2, rootAccountOnly: true } as const
const reading = { ...shared, access: ['routes:manage', 'routes:read'] } as const
const managing = { ...shared, access: ['routes:manage'] } as const

const path = '/operators/1/routes'
const one = `${path}/:routeId`

const found = <Value>(value: Value | null | undefined): Value => {
  if (value === null || value === undefined)
    throw new Rejection('NOT_FOUND', { text: 'There is no route with this id.' })
  return value
}

interface Parts {
  clock: Clock
  plan: Plan
  around: Around
  quality: Quality
  /** Connections that a message is tried over at most. */
  triesMax: number
}

/** `/operators/1/routes`: which connection carries which messages, for the installation's own account only. */
export function addRoutes(app: App, parts: Parts): void {
  const { plan } = parts
  const present = (route: StoredRoute) => presentRoute(route, parts.around.connection, plan.names)
  app.operation(
    {
      ...reading,
      id: 'get-routes',
      method: 'GET',
      path,
      summary: 'List routes',
      query: RouteListQuery,
      answers: { 200: RouteList },
    },
    async ({ query }) => {
      const page = plan.page(Number(query.cursor ?? 0), query.limit ?? 100)
      return {
        results: page.routes.map(present),
        nextCursor: page.next === null ? null : String(page.next),
      }
    },
  )
  app.operation(
    {
      ...managing,
      id: 'create-route',
      method: 'POST',
      path,
      summary: 'Create a route',
      description:
        'Routes that name an account go first, then the longest prefix that fits a number (a network counts as six digits, a country as three), then the one with more conditions, then the smallest priority, then what `selection` says. In force at once; on other nodes within 5 seconds.',
      body: RouteSettings,
      answers: { 201: Route },
    },
    async ({ body }) => present(await plan.create(body)),
  )
  app.operation(
    {
      ...reading,
      id: 'explain-route',
      method: 'GET',
      path: `${path}/explain`,
      summary: 'Explain the route of a message',
      description:
        'Which route a message to this number would take, why, what became of the others, and where it goes on when the operator fails. Nothing is sent.',
      query: ExplainQuery,
      answers: { 200: Explanation },
    },
    async ({ query, credential }) =>
      explain(
        {
          table: plan.table,
          ported: plan.ported,
          around: parts.around,
          quality: parts.quality,
          names: plan.names,
          triesMax: parts.triesMax,
        },
        await askOf(parts, query, credential.accountId),
      ),
  )
  app.operation(
    {
      ...reading,
      id: 'get-route',
      method: 'GET',
      path: one,
      summary: 'Read a route',
      params: RoutePath,
      answers: { 200: Route },
    },
    async ({ params }) => present(found(plan.find(params.routeId))),
  )
  app.operation(
    {
      ...managing,
      id: 'update-route',
      method: 'PUT',
      path: one,
      summary: 'Change a route',
      params: RoutePath,
      body: RouteSettings,
      answers: { 200: Route },
    },
    async ({ params, body }) => present(found(await plan.change(params.routeId, body))),
  )
  app.operation(
    {
      ...managing,
      id: 'delete-route',
      method: 'DELETE',
      path: one,
      summary: 'Delete a route',
      params: RoutePath,
      answers: { 204: null },
    },
    async ({ params, reply }) => {
      if (!(await plan.remove(params.routeId))) found(null)
      void reply.code(204)
    },
  )
}

/** A sender that nobody has: routes that ask for none fit. */
const ANY_SENDER = 'Any'

async function askOf(
  { clock, plan }: Parts,
  query: Static<typeof ExplainQuery>,
  ownAccountId: number,
): Promise<RouteAsk> {
  // A `+` in an address becomes a blank.
  const parsed = parseMsisdn(query.to.trim())
  if (!parsed.ok) throw badField('to', 'must be a number with its calling code')
  const at = query.at === undefined ? clock.now() : parseWireTime(query.at)
  if (at === undefined)
    throw badField('at', 'must be an instant, e.g. 2026-11-24T09:00:00.000+0000')
  const network = plan.ported.placeOf(parsed.msisdn)
  return {
    channel: query.channel ?? 'SMS',
    msisdn: parsed.msisdn,
    country: network?.countryIso ?? null,
    mccMnc: network?.mnc ? network.mcc + network.mnc : null,
    accountId:
      query.accountKey === undefined
        ? ownAccountId
        : await plan.accountIdOf('accountKey', query.accountKey),
    sender: query.from ?? ANY_SENDER,
    contentClass: query.contentClass ?? 'TRANSACTIONAL',
    at: at.getTime(),
    id: query.messageId ?? uuidv7(clock.ms()),
  }
}
