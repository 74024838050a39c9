import type { Msisdn, SenderKind } from '../protocols/e164/index.ts'
import { parseMsisdn, parseSender } from '../protocols/e164/index.ts'
import type { Db } from '../core/storage/index.ts'
import type { Prepared } from './channel.ts'
import type { ContentClass, NewMessage } from './message.ts'
import type { AccountPolicy, AccountsDoor, BillingDoor, RouteChoice, RoutingDoor } from './needs.ts'
import * as status from './statuses.ts'
import { barredBy } from './blocklist.ts'

/** A message on its way through the checks; the first refusal stays. */
export interface Candidate {
  accountId: number
  message: NewMessage
  id: string
  msisdn: Msisdn | null
  /** The recipient as it is stored: digits, or what the caller wrote when it is no number. */
  dest: string
  parts: number
  contentClass: ContentClass
  /** It is marketing to a country whose hours bind it. */
  nationalHours: boolean
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

export const refuse = (
  candidate: Candidate,
  statusId: number,
  errorId: number = status.NO_ERROR,
): void => {
  candidate.refusal ??= { statusId, errorId }
}
export const standing = (candidates: readonly Candidate[]) =>
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
  const open = standing(candidates).filter((one) => !one.message.answersKeyword)
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

/** @param at when it is to go, ms */
export function checkRoute(one: Candidate, routing: Pick<RoutingDoor, 'route'>, at: number): void {
  if (one.msisdn === null) return
  one.route = routing.route({
    channel: one.message.channel,
    msisdn: one.msisdn,
    country: one.country,
    mccMnc: one.mccMnc,
    accountId: one.accountId,
    sender: one.message.sender,
    contentClass: one.contentClass,
    at,
    id: one.id,
  })
  if (one.route === null) refuse(one, status.REJECTED_ROUTE_NOT_AVAILABLE)
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
