import { afterAll, beforeAll, expect, test } from 'vitest'
import { startEngine, type Engine } from './test/engine.ts'

/** Money that does not last for all: two processes on one database spend it together, to the last message. */

const PRICE = 45_000n
const AFFORDED = 60_000
const SENT = 100_000
const PER_REQUEST = 20
const AT_ONCE = 400

let engines: Engine[]
beforeAll(async () => {
  const first = await startEngine({ acceptQueueMax: 50_000 })
  engines = [first, await startEngine({ acceptQueueMax: 50_000, beside: first })]
})
afterAll(async () => {
  for (const engine of (engines ?? []).toReversed()) await engine.stop()
})

test('100,000 sends at once on a balance for 60,000: exactly 60,000 are accepted, and the ledger says so', async () => {
  const [first] = engines as [Engine]
  const account = await first.account({
    prepaid: true,
    priceMicros: PRICE,
    balanceMicros: PRICE * BigInt(AFFORDED),
  })
  // Nothing leaves, so that nothing but accepting moves the balance.
  for (const engine of engines) engine.peer.up = false
  const counts = new Map<number, number>()
  let lowest = 0n
  let open = SENT / PER_REQUEST
  const send = async (n: number) => {
    const engine = engines[n % engines.length]!
    while (open > 0) {
      open -= 1
      const { messages } = await engine.send(account, {
        messages: Array.from({ length: PER_REQUEST }, () => ({})),
      })
      for (const { statusId } of messages) counts.set(statusId, (counts.get(statusId) ?? 0) + 1)
    }
  }
  const watching = new AbortController()
  const watch = (async () => {
    while (!watching.signal.aborted) {
      const { balance } = await balanceOf(account)
      if (balance < lowest) lowest = balance
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  })()
  await Promise.all(Array.from({ length: AT_ONCE }, (_, n) => send(n)))
  watching.abort()
  await watch

  expect(Object.fromEntries(counts)).toEqual({ 26: AFFORDED, 12: SENT - AFFORDED })
  expect(lowest).toBe(0n)
  expect(await balanceOf(account)).toEqual({ balance: 0n })
  const spent = PRICE * BigInt(AFFORDED)
  expect(await sides(account)).toEqual({ balance: 0n, cash: -spent, traffic: spent })
  expect(await usage(account)).toEqual({ messages: BigInt(AFFORDED), amount: spent })
  const [charged] = await first.look<{ messages: string; sum: string }>(
    `select count(*)::text as messages, sum(price_micros * parts)::text as sum
     from messaging.live where account_id = $1 and tariff_id is not null`,
    [account],
  )
  expect(charged).toEqual({ messages: String(AFFORDED), sum: String(spent) })
}, 240_000)

async function balanceOf(account: number): Promise<{ balance: bigint }> {
  const [found] = await engines[0]!.look<{ amount: string }>(
    'select amount_micros::text as amount from billing.balances where account_id = $1',
    [account],
  )
  return { balance: BigInt(found!.amount) }
}

/** Credits less debits of each side of the ledger; together they are nothing. */
async function sides(account: number): Promise<Record<string, bigint>> {
  const found = await engines[0]!.look<{ side: string; amount: string }>(
    `select side, sum(amount)::text as amount from (
       select credit as side, amount_micros as amount from billing.ledger where account_id = $1
       union all select debit, -amount_micros from billing.ledger where account_id = $1) moved
     group by side`,
    [account],
  )
  const sums = Object.fromEntries(found.map((one) => [one.side, BigInt(one.amount)]))
  expect(Object.values(sums).reduce((sum, one) => sum + one, 0n)).toBe(0n)
  return sums
}

async function usage(account: number): Promise<{ messages: bigint; amount: bigint }> {
  const [found] = await engines[0]!.look<{ messages: string; amount: string }>(
    `select sum(messages)::text as messages, sum(amount_micros)::text as amount
     from billing.usage where account_id = $1`,
    [account],
  )
  return { messages: BigInt(found!.messages), amount: BigInt(found!.amount) }
}
