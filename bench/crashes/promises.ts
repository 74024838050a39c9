import type { Installation } from './installation.ts'
import { DUPLICATE_MESSAGE_ID, messageIdOf, type Sender } from './load.ts'

/** What must be true when everything has come to rest, however often the processes were killed. */

/** What an account's message costs it, micro-units. */
export interface Payer {
  key: string
  priceMicros: bigint
  toppedUpMicros: bigint
  /** Accounts whose messages it pays for. */
  senders: readonly string[]
}

export interface Verdict {
  /** One sentence for each promise that is broken; none: all were kept. */
  broken: string[]
  figures: Record<string, number | string>
}

interface MessageRow {
  account: string
  message_id: string
  state: number
  status_id: number
  sent: boolean
  ambiguous: number
  reports: number
}

const EXPIRED = 15
const FINAL = 3
const EXPIRED_DLR_UNKNOWN = 29
const isRefunded = (row: MessageRow) => row.status_id === EXPIRED && !row.sent

export async function judge(of: {
  installation: Installation
  senders: readonly Sender[]
  payers: readonly Payer[]
  acknowledged: ReadonlySet<number>
  /** What the operator took, by serial number. */
  taken: ReadonlyMap<number, number>
  /** With the operator and not settled at a kill. */
  inFlight: ReadonlyMap<number, number>
}): Promise<Verdict> {
  const rows = await messagesOf(of.installation, of.senders)
  const broken: string[] = []
  const expect = (kept: boolean, sentence: string) => {
    if (!kept) broken.push(sentence)
  }
  const byId = new Map(rows.map((row) => [row.message_id, row]))
  const acknowledged = [...of.acknowledged].map((serial) => ({
    serial,
    row: byId.get(messageIdOf(serial)),
  }))

  const lost = acknowledged.filter(({ row }) => row === undefined)
  expect(lost.length === 0, `${lost.length} acknowledged messages are not stored`)
  expect(rows.length === byId.size, `${rows.length - byId.size} messages are stored twice`)
  expect(rows.length <= of.acknowledged.size, 'messages are stored that nobody acknowledged')
  const open = rows.filter((row) => row.state !== FINAL)
  expect(open.length === 0, `${open.length} messages are not final`)
  const refunded = rows.filter(isRefunded)
  const holders = new Set(of.senders.flatMap((one) => (one.holds ? [one.key] : [])))
  const held = rows.filter(
    (row) => holders.has(row.account) && row.status_id === EXPIRED_DLR_UNKNOWN,
  )
  const heldIds = new Set(held.map((row) => row.message_id))
  const unsent = acknowledged.filter(
    ({ serial, row }) =>
      row !== undefined &&
      !of.taken.has(serial) &&
      !isRefunded(row) &&
      !heldIds.has(row.message_id),
  )
  expect(unsent.length === 0, `${unsent.length} acknowledged messages never reached the operator`)
  const twice = [...of.taken].filter(([, times]) => times > 1)
  const unwanted = twice.filter(([serial]) =>
    holders.has(byId.get(messageIdOf(serial))?.account ?? ''),
  )
  expect(unwanted.length === 0, `${unwanted.length} duplicates of an account that wants none`)
  const uncounted = twice.filter(
    ([serial, times]) => (byId.get(messageIdOf(serial))?.ambiguous ?? 0) < times - 1,
  )
  expect(uncounted.length === 0, `${uncounted.length} duplicates are not counted as ambiguous: ${uncounted.slice(0, 5).join('; ')}`) // prettier-ignore
  const unexplained = twice.filter(([serial, times]) => (of.inFlight.get(serial) ?? 0) < times - 1)
  expect(unexplained.length === 0, `${unexplained.length} duplicates were not in flight at a kill: ${unexplained.slice(0, 5).join('; ')}`) // prettier-ignore
  const overReported = rows.filter((row) => row.reports !== 1)
  expect(overReported.length === 0, `${overReported.length} messages have not exactly one report`)
  broken.push(...(await leftovers(of.installation)))
  const charged = rows.filter((row) => !isRefunded(row))
  broken.push(...(await moneyFaults(of.installation, of.payers, charged)))
  return {
    broken,
    figures: {
      stored: rows.length,
      takenByOperator: [...of.taken.values()].reduce((sum, times) => sum + times, 0),
      duplicates: twice.reduce((sum, [, times]) => sum + times - 1, 0),
      inFlightAtKills: [...of.inFlight.values()].reduce((sum, times) => sum + times, 0),
      countedAsAmbiguous: rows.reduce((sum, row) => sum + row.ambiguous, 0),
      expiredAndRefunded: refunded.length,
      heldForAccountThatWantsNoDuplicates: held.length,
    },
  }
}

/** Without what was refused as sent already: that is how a caller hears that its first request was taken. */
const messagesOf = (
  installation: Installation,
  senders: readonly Sender[],
): Promise<MessageRow[]> =>
  installation.look<MessageRow>(
    `select (select a.key from accounts.accounts a where a.id = l.account_id) as account, l.message_id, l.state, l.status_id, l.sent_at is not null as sent,
       (select count(*) from jsonb_array_elements(l.trail) e where (e->>'mayBeOut')::boolean)::integer as ambiguous,
       (select count(*) from messaging.reports r where r.account_id = l.account_id and r.message_id = l.id)::integer as reports
     from messaging.live l
     where l.account_id in (select id from accounts.accounts where key = any($1)) and l.status_id <> $2`,
    [senders.map((one) => one.key), DUPLICATE_MESSAGE_ID],
  )

async function leftovers(installation: Installation): Promise<string[]> {
  const [left] = await installation.look<Record<string, number>>(
    `select (select count(*) from messaging.leases)::integer as leases,
       (select count(*) from messaging.waiting)::integer as waiting,
       (select count(*) from messaging.live where leased_by is not null)::integer as leased`,
  )
  return Object.entries(left!).flatMap(([what, count]) =>
    count === 0 ? [] : [`${count} ${what} are left`],
  )
}

/** Ledger, usage, prices and balance say the same, to the micro-unit. */
async function moneyFaults(
  installation: Installation,
  payers: readonly Payer[],
  charged: readonly MessageRow[],
): Promise<string[]> {
  const faults: string[] = []
  for (const payer of payers) {
    const [sums] = await installation.look<Record<string, string>>(
      `select
         (select amount_micros from billing.balances where account_id = a.id) as balance,
         (select coalesce(sum(case when credit = 'balance' then amount_micros when debit = 'balance' then -amount_micros else 0 end), 0)
           from billing.ledger where account_id = a.id) as ledger,
         (select coalesce(sum(case when debit = 'balance' then amount_micros else -amount_micros end), 0)
           from billing.ledger where account_id = a.id and kind in ('RESERVE', 'REFUND')) as "charged in the ledger",
         (select coalesce(sum(amount_micros), 0) from billing.usage where account_id = a.id) as usage
       from accounts.accounts a where a.key = $1`,
      [payer.key],
    )
    const messages = charged.filter((row) => payer.senders.includes(row.account)).length
    const cost = payer.priceMicros * BigInt(messages)
    const wanted = {
      balance: payer.toppedUpMicros - cost,
      ledger: payer.toppedUpMicros - cost,
      'charged in the ledger': cost,
      usage: cost,
    }
    for (const [what, amount] of Object.entries(wanted))
      if (BigInt(sums![what] ?? -1) !== amount)
        faults.push(`${what} of ${payer.key} is ${sums![what]} and should be ${amount}`)
  }
  return faults
}
