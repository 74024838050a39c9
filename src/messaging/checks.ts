import type { Msisdn, SenderKind } from '../protocols/e164/index.ts'
import { parseMsisdn, parseSender } from '../protocols/e164/index.ts'
import type { Db } from '../core/storage/index.ts'
import { uuidFloor } from '../core/ids.ts'
import { utcDay } from '../core/clock.ts'
import type { Prepared } from './channel.ts'
import type { NewMessage } from './message.ts'
import type { AccountPolicy, AccountsDoor, BillingDoor, RouteChoice } from './needs.ts'
import * as status from './statuses.ts'
import { barredBy } from './blocklist.ts'
import { countRecent } from './store/accept.ts'

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
  /** ISO 3166-1 alpha-2. */
  country: string | null
  mccMnc: string | null
  refusal: { statusId: number; errorId: number } | null
  priceMicros: bigint
  currency: string
  /** By what it was charged; null: it cost nothing. */
  tariffId: number | null
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

/** A trial account reaches nobody but its own people, on numbers they have shown to be theirs. */
export async function checkVerified(
  db: Db,
  accounts: AccountsDoor,
  policies: Map<number, AccountPolicy>,
  candidates: readonly Candidate[],
): Promise<void> {
  const asked = standing(candidates).filter((one) => onTrial(policies, one))
  if (asked.length === 0) return
  const verified = await accounts.numbersVerified(
    db,
    asked.map((one) => ({ accountId: one.accountId, number: one.dest })),
  )
  asked.forEach((one, index) => {
    if (!verified[index]) refuse(one, status.REJECTED_DESTINATION_NOT_REGISTERED)
  })
}

const onTrial = (policies: ReadonlyMap<number, AccountPolicy>, one: Candidate): boolean =>
  policies.get(one.accountId)?.state === 'trial'

export async function checkBlocklist(db: Db, candidates: readonly Candidate[]): Promise<void> {
  const open = standing(candidates)
  const statusIds = await barredBy(
    db,
    open.map(({ accountId, dest, message }) => ({
      accountId,
      dest,
      sender: message.sender,
      channel: message.channel,
    })),
  )
  open.forEach((one, index) => {
    const statusId = statusIds[index] ?? null
    if (statusId !== null) refuse(one, statusId)
  })
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

/**
 * What a trial has, it has in messages, not in money. 12 is the API's word for credit that is used up; the error 541 tells
 * it from an empty balance, as the credit of a day comes back. 17 is a package whose time is over.
 */
export async function takeTrialCredit(
  tx: Db,
  accounts: AccountsDoor,
  policies: Map<number, AccountPolicy>,
  candidates: readonly Candidate[],
): Promise<void> {
  const open = standing(candidates).filter((one) => onTrial(policies, one))
  if (open.length === 0) return
  const outcomes = await accounts.takeTrialMessages(
    tx,
    open.map((one) => one.accountId),
    (accountId) => policies.get(accountId)?.trialEndsAtMs ?? null,
  )
  open.forEach((one, index) => {
    const outcome = outcomes[index]!
    if (outcome === 'over') refuse(one, status.REJECTED_PREPAID_PACKAGE_EXPIRED)
    else if (outcome !== 'taken')
      refuse(one, status.REJECTED_NOT_ENOUGH_CREDITS, status.EC_LIMIT_REACHED)
  })
}

/** Money last: nothing is reserved for a message that another check refuses. A trial sends without money. */
export async function reserveBalance(
  tx: Db,
  billing: BillingDoor,
  policies: ReadonlyMap<number, AccountPolicy>,
  candidates: readonly Candidate[],
  now: number,
): Promise<void> {
  const open = standing(candidates).filter((one) => !onTrial(policies, one))
  if (open.length === 0) return
  const kinds = new Map<string, SenderKind>()
  const outcomes = await billing.reserve(
    tx,
    open.map((one) => ({
      accountId: one.accountId,
      channel: one.message.channel,
      direction: 'MT',
      country: one.country,
      mccMnc: one.mccMnc,
      senderKind: kindOf(one.message.sender, kinds),
      parts: one.parts,
      at: now,
      applicationId: one.message.applicationId,
      entityId: one.message.entityId,
      reference: one.id,
    })),
  )
  open.forEach((one, index) => {
    const outcome = outcomes[index]!
    if (!outcome.ok) return refuse(one, unpaid[outcome.reason])
    one.tariffId = outcome.tariffId
    one.priceMicros = outcome.priceMicros
    one.currency = outcome.currency
  })
}

const unpaid = {
  BALANCE: status.REJECTED_NOT_ENOUGH_CREDITS,
  PACKAGE: status.REJECTED_PREPAID_PACKAGE_EXPIRED,
  PRICE: status.REJECTED_NETWORK,
} as const

/** Of a sender that was checked; what a set has in common is looked at once. */
function kindOf(sender: string, known: Map<string, SenderKind>): SenderKind {
  let kind = known.get(sender)
  if (kind === undefined) {
    const parsed = parseSender(sender)
    kind = parsed.ok ? parsed.sender.kind : 'alphanumeric'
    known.set(sender, kind)
  }
  return kind
}
