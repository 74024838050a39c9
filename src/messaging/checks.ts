import type { Msisdn } from '../protocols/e164/index.ts'
import { parseMsisdn, parseSender } from '../protocols/e164/index.ts'
import type { Db } from '../core/storage/index.ts'
import { uuidFloor } from '../core/ids.ts'
import { utcDay } from '../core/clock.ts'
import type { Prepared } from './channel.ts'
import type { NewMessage } from './message.ts'
import type { AccountPolicy, AccountsDoor, RouteChoice } from './needs.ts'
import * as status from './statuses.ts'
import { anyBlocked, blocked, countRecent } from './store/accept.ts'

/** A message on its way through the checks; the first refusal stays. */
export interface Candidate {
  accountId: number
  message: NewMessage
  id: string
  msisdn: Msisdn | null
  /** The recipient as it is stored: digits, or what the caller wrote when it is no number. */
  dest: string
  parts: number
  route: RouteChoice | null
  mccMnc: string | null
  refusal: { statusId: number; errorId: number } | null
  priceMicros: bigint
  currency: string
}

const refuse = (
  candidate: Candidate,
  statusId: number,
  errorId: number = status.NO_ERROR,
): void => {
  candidate.refusal ??= { statusId, errorId }
}
const standing = (candidates: readonly Candidate[]) =>
  candidates.filter((one) => one.refusal === null)

/** Recipient and content: what can be told from the message alone. */
export function checkShape(candidate: Candidate, prepared: Prepared): void {
  const parsed = parseMsisdn(candidate.message.to)
  if (parsed.ok) {
    candidate.msisdn = parsed.msisdn
    candidate.dest = parsed.msisdn
  } else if (parsed.reason === 'EMPTY')
    refuse(candidate, status.MISSING_TO, status.EC_INVALID_DESTINATION_ADDRESS)
  else if (parsed.reason === 'NOT_INTERNATIONAL' || parsed.reason === 'UNKNOWN_CALLING_CODE')
    refuse(candidate, status.REJECTED_PREFIX_MISSING, status.EC_INVALID_DESTINATION_ADDRESS)
  else refuse(candidate, status.REJECTED_DESTINATION, status.EC_INVALID_DESTINATION_ADDRESS)
  if (prepared.ok) candidate.parts = prepared.parts
  else refuse(candidate, prepared.statusId, prepared.errorId)
}

export const maySend = (policy: AccountPolicy | undefined): boolean =>
  policy?.state === 'active' || policy?.state === 'trial'

export function checkAccount(candidate: Candidate, policy: AccountPolicy | undefined): void {
  if (!maySend(policy)) refuse(candidate, status.REJECTED_NETWORK)
}

/** The sender must be one at all, and one the account may use. */
export async function checkSenders(
  db: Db,
  accounts: AccountsDoor,
  policies: Map<number, AccountPolicy>,
  candidates: readonly Candidate[],
): Promise<void> {
  const asked: Candidate[] = []
  const known = new Map<string, boolean>()
  for (const one of standing(candidates)) {
    const { sender } = one.message
    const valid = known.get(sender) ?? parseSender(sender).ok
    known.set(sender, valid)
    if (!valid) refuse(one, status.REJECTED_SOURCE, status.EC_INVALID_SOURCE_ADDRESS)
    else if (!policies.get(one.accountId)?.anySender) asked.push(one)
  }
  if (asked.length === 0) return
  const allowed = await accounts.senderAllowed(
    db,
    asked.map((one) => ({ accountId: one.accountId, sender: one.message.sender })),
  )
  asked.forEach((one, index) => {
    if (!allowed[index]) refuse(one, status.REJECTED_SOURCE, status.EC_INVALID_SOURCE_ADDRESS)
  })
}

export async function checkBlocklist(db: Db, candidates: readonly Candidate[]): Promise<void> {
  const open = standing(candidates)
  if (open.length === 0 || !(await anyBlocked(db))) return
  const found = await blocked(
    db,
    open.map((one) => ({ account_id: one.accountId, dest: one.dest })),
  )
  const hits = new Set(found.map((one) => `${one.account_id} ${one.dest}`))
  for (const one of open)
    if (hits.has(`${one.accountId} ${one.dest}`))
      refuse(one, status.REJECTED_DESTINATION_BLOCKLISTED)
}

/** The compatible API's defaults: messages to one number within an hour. */
const VARIED_PER_HOUR_MAX = 20
const IDENTICAL_PER_HOUR_MAX = 6
const HOUR_MS = 3_600_000

/** Too many messages to one number, counting those in front of it in the same set. */
export async function checkFlooding(
  db: Db,
  policies: Map<number, AccountPolicy>,
  candidates: readonly Candidate[],
  now: number,
): Promise<void> {
  const open = standing(candidates).filter((one) => policies.get(one.accountId)?.floodingOn)
  if (open.length === 0) return
  const bodyOf = (one: Candidate) =>
    one.message.content.kind === 'text' ? one.message.content.text : one.message.content.hex
  const keyOf = (one: Candidate) => `${one.accountId} ${one.dest}`
  const since = { day: utcDay(now - HOUR_MS), id: uuidFloor(now - HOUR_MS) }
  const pairs = new Map(
    open.map((one) => [
      `${keyOf(one)} ${bodyOf(one)}`,
      { account_id: one.accountId, dest: one.dest, body: bodyOf(one) },
    ]),
  )
  const varied = new Map<string, number>()
  const identical = new Map<string, number>()
  for (const found of await countRecent(db, [...pairs.values()], since)) {
    varied.set(`${found.account_id} ${found.dest}`, found.messages)
    identical.set(`${found.account_id} ${found.dest} ${found.body}`, found.identical)
  }
  for (const one of open) {
    const same = `${keyOf(one)} ${bodyOf(one)}`
    const before = varied.get(keyOf(one)) ?? 0
    const sameBefore = identical.get(same) ?? 0
    if (before >= VARIED_PER_HOUR_MAX || sameBefore >= IDENTICAL_PER_HOUR_MAX)
      refuse(one, status.REJECTED_FLOODING_FILTER, status.EC_DESTINATION_FLOODING)
    else {
      varied.set(keyOf(one), before + 1)
      identical.set(same, sameBefore + 1)
    }
  }
}

export function checkRoute(candidate: Candidate, route: RouteChoice | null): void {
  candidate.route = route
  if (route === null) refuse(candidate, status.REJECTED_ROUTE_NOT_AVAILABLE)
}

/** Money last: nothing is reserved for a message that another check refuses. */
export async function reserveBalance(
  tx: Db,
  accounts: AccountsDoor,
  candidates: readonly Candidate[],
): Promise<void> {
  const open = standing(candidates)
  if (open.length === 0) return
  const outcomes = await accounts.reserve(
    tx,
    open.map((one) => ({ accountId: one.accountId, parts: one.parts, reference: one.id })),
  )
  open.forEach((one, index) => {
    const outcome = outcomes[index]!
    if (!outcome.ok) return refuse(one, status.REJECTED_NOT_ENOUGH_CREDITS)
    one.priceMicros = outcome.priceMicros
    one.currency = outcome.currency
  })
}
