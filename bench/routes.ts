/**
 * How fast a route is chosen: `npm run bench -- routes`. Prints JSON. Choices per second of processor time, on one core, for
 * numbers and messages drawn at random; beside them, in the same run, the look-up of a number's network alone, which
 * accept does for each message anyhow: compare ratios.
 */
import { clock } from '../src/core/clock.ts'
import { toMsisdn } from '../src/protocols/e164/index.ts'
import { networkOf, networks } from '../src/telecoms/numbering-plan/index.ts'
import { choose, type Around } from '../src/telecoms/routing/choose.ts'
import { unconditional } from '../src/telecoms/routing/content.ts'
import { Quality } from '../src/telecoms/routing/quality.ts'
import type { RouteAsk, StoredRoute } from '../src/telecoms/routing/route.ts'
import { Selecting } from '../src/telecoms/routing/select.ts'
import { compile } from '../src/telecoms/routing/table.ts'

const ROUND_MS = 1_000
const ROUNDS = 3
const MESSAGES = 20_000
const callingCodes = ['49', '33', '34', '39', '44', '81', '1', '385', '91', '55']

const any = <One>(some: readonly One[]): One => some[Math.floor(Math.random() * some.length)]!
const digits = (count: number): string =>
  Array.from({ length: count }, () => Math.floor(Math.random() * 10)).join('')

const asks: RouteAsk[] = Array.from({ length: MESSAGES }, (_, n) => {
  const msisdn = toMsisdn(`${any(callingCodes)}${digits(10)}`)
  const network = msisdn === null ? null : networkOf(msisdn)
  return {
    channel: 'SMS',
    msisdn: msisdn ?? `49151${digits(8)}`,
    country: network?.countryIso ?? null,
    mccMnc: network?.mnc ? network.mcc + network.mnc : null,
    accountId: 1 + (n % 500),
    sender: any(['Shop', 'Bank', '491701234567', '12345']),
    contentClass: any(['OTP', 'TRANSACTIONAL', 'MARKETING'] as const),
    at: clock.ms(),
    id: `019ab000-0000-7000-8000-${digits(12)}`,
  }
})

const route = (id: number, more: Partial<StoredRoute>): StoredRoute => ({
  ...unconditional,
  id,
  name: `route ${id}`,
  channel: 'SMS',
  prefix: '',
  connectionId: 1 + (id % 20),
  priority: 100,
  enabled: true,
  createdAt: clock.now(),
  updatedAt: clock.now(),
  ...more,
})

const quality = new Quality(clock)
const around: Around = {
  connection: (id) => ({ name: `c${id}`, simulated: false, enabled: true }),
  ailmentOf: () => null,
  selecting: new Selecting(
    clock,
    (id) => ({ micros: BigInt(1_000 * id), currency: 'EUR' }),
    quality,
  ),
}

const plans = {
  'one route for all': [route(1, {})],
  '1,000 prefixes': Array.from({ length: 1_000 }, (_, n) =>
    route(n + 1, { prefix: n === 0 ? '' : `${any(callingCodes)}${digits(n % 4)}` }),
  ),
  'least cost: 4 operators for each of all networks': networks().flatMap((network, n) =>
    [1, 2, 3, 4].map((m) =>
      route(n * 4 + m, { networks: [network.mccMnc], selection: 'COST', connectionId: m }),
    ),
  ),
  'shares: 3 operators by weight': [1, 2, 3].map((id) =>
    route(id, { selection: 'WEIGHT', weight: id * 10 }),
  ),
  '10,000 routes with all conditions': Array.from({ length: 10_000 }, (_, n) =>
    route(n + 1, {
      prefix: n % 3 === 0 ? `${any(callingCodes)}${digits(n % 4)}` : '',
      networks: n % 3 === 1 ? [any(networks()).mccMnc] : [],
      accountIds: n % 2 === 0 ? [1 + (n % 500)] : [],
      contentClasses: n % 5 === 0 ? ['OTP'] : [],
      senderKinds: n % 7 === 0 ? ['alphanumeric'] : [],
      timeWindows: n % 11 === 0 ? [{ days: [], from: '08:00', to: '20:00' }] : [],
      timeZone: 'Europe/Berlin',
    }),
  ),
}

/** The best of some rounds: what disturbs one only makes it slower. */
function perSecond(task: (ask: RouteAsk) => unknown): number {
  let best = 0
  for (let round = 0; round <= ROUNDS; round += 1) {
    const cpu = process.cpuUsage()
    const until = performance.now() + ROUND_MS
    let runs = 0
    let kept: unknown
    for (; performance.now() < until; runs += asks.length) for (const ask of asks) kept = task(ask)
    if (kept === undefined) throw new Error('nothing was chosen')
    const { user, system } = process.cpuUsage(cpu)
    // The first round warms up.
    if (round > 0) best = Math.max(best, (runs * 1e6) / (user + system))
  }
  return Math.round(best)
}

const baseline = perSecond((ask) => networkOf(ask.msisdn as NonNullable<ReturnType<typeof toMsisdn>>)) // prettier-ignore
const results = Object.entries(plans).map(([name, routes]) => {
  const table = compile(routes)
  const choices = perSecond((ask) => choose(table, ask, around))
  return {
    name,
    routes: routes.length,
    choicesPerSecond: choices,
    ofBaseline: Math.round((100 * choices) / baseline) / 100,
  }
})
process.stdout.write(
  `${JSON.stringify({ bench: 'routes', networkLookUpsPerSecond: baseline, results }, null, 2)}\n`,
)
