import type { Db } from '../../core/storage/index.ts'
import { countryOf, type Msisdn } from '../../protocols/e164/index.ts'
import {
  senderKindOf,
  zonesOf,
  type Binding,
  type Rules,
  type SendingRules,
} from '../../telecoms/rules/index.ts'
import { refuse, standing, type Candidate } from '../checks.ts'
import { openingAt } from '../delivery-window.ts'
import type { QueuedRow } from '../store/queue.ts'
import type { ContentClass, DeliveryWindow, MessageSettings } from '../message.ts'
import * as status from '../statuses.ts'

/** A window and the rules of a country may push each other on; more often than this there is no time that fits both. */
const MOVES_MAX = 20

/** What national rules go by. */
interface Bound {
  country: string | null
  /** Whether it goes to the simulator; null: it has no route. */
  simulated: boolean | null
}

/** What binds a message, if anything does: real operators are bound, the simulator only when the installation wants it. */
function bindingOf(rules: SendingRules, { country, simulated }: Bound): Binding | null {
  if (rules.enforcement === 'OFF' || simulated === null) return null
  if (rules.enforcement === 'REAL_ROUTES' && simulated) return null
  return rules.binding(country)
}
const boundOf = (one: Candidate): Bound => ({
  country: one.country,
  simulated: one.route?.simulated ?? null,
})

/** What a message is for: as it says, else as its sender does, else as the account does. */
export function classify(
  candidates: readonly Candidate[],
  rules: ReadonlyMap<number, SendingRules>,
): void {
  for (const one of candidates)
    one.contentClass = rules
      .get(one.accountId)!
      .contentClassOf(one.message.contentClass, one.message.sender)
}

/** Rules of the recipient's country: which senders, which options, whom not. Times are looked at by `dueAt`. */
export async function checkNational(
  db: Db,
  book: Pick<Rules, 'listed'>,
  rules: ReadonlyMap<number, SendingRules>,
  candidates: readonly Candidate[],
  now: number,
): Promise<void> {
  const marketing: Candidate[] = []
  for (const one of standing(candidates)) {
    const own = rules.get(one.accountId)!
    const binding = bindingOf(own, boundOf(one))
    if (!binding) continue
    if (!maySendAs(one, binding, own, now))
      refuse(one, status.REJECTED_SOURCE, status.EC_SOURCE_ADDRESS_IS_BLOCKED)
    const missing = binding.missing(one.contentClass, one.message.extras)
    if (missing !== null)
      refuse(one, status.REJECTED, missingErrors[missing] ?? status.EC_UNKNOWN_ERROR)
    one.nationalHours = one.contentClass === 'MARKETING' && binding.bindsHours
    if (one.contentClass === 'MARKETING') marketing.push(one)
  }
  const open = standing(marketing)
  if (open.length === 0) return
  const listed = await book.listed(
    db,
    open.map((one) => ({ country: one.country!, number: one.dest })),
  )
  open.forEach((one, index) => {
    if (listed[index]) refuse(one, status.REJECTED_DND)
  })
}

/** What India's networks would answer to a message without its ids. */
const missingErrors: Readonly<Record<string, number>> = {
  'regional.indiaDlt.principalEntityId': status.EC_TLV_PEID_NOT_FOUND,
  'regional.indiaDlt.contentTemplateId': status.EC_TLV_TMPID_NOT_FOUND,
}

function maySendAs(one: Candidate, binding: Binding, rules: SendingRules, now: number): boolean {
  const sender = senderKindOf(one.message.sender)
  if (!sender) return true
  const use = binding.use(sender.kind)
  if (use === 'REFUSED') return false
  if (use === 'REGISTERED' && !rules.registered(binding.country, sender.address, now)) return false
  return one.contentClass !== 'MARKETING' || binding.marketingName(sender)
}

/**
 * When a message may go that is to go at `at`: when its delivery window is open, and marketing when its country lets it.
 * @returns null when that is never, or not within a month
 */
export function openingFor(
  message: {
    window: DeliveryWindow | null
    contentClass: ContentClass
    dest: string
  } & Bound,
  rules: SendingRules,
  at: number,
): number | null {
  const { window, dest, country } = message
  const binding = message.contentClass === 'MARKETING' ? bindingOf(rules, message) : null
  if (!window && !binding) return at
  const zones = window?.recipientZone ? zonesOf(dest, country) : null
  let due = at
  for (let move = 0; move < MOVES_MAX; move += 1) {
    // A window that never opens holds nothing back: it says nothing about when.
    const inWindow = window ? (openingAt(window, due, zones) ?? due) : due
    const lawful = binding ? binding.openingOf(dest, inWindow) : inWindow
    if (lawful === null || lawful === due) return lawful
    due = lawful
  }
  return null
}

/** When a candidate is due that is to go at `at`; refuses one that nobody would want any more by then. */
export function dueAt(one: Candidate, rules: SendingRules, at: number): number {
  const { window, validityMs } = one.message
  const { contentClass, dest } = one
  const message = { window, contentClass, dest, ...boundOf(one) }
  const opens = openingFor(message, rules, at)
  // The window is the caller's own wish, and validity begins behind it; a rule is not.
  const wished = openingFor({ ...message, contentClass: 'OTP' }, rules, at) ?? at
  if (opens !== null && (validityMs === null || opens <= wished + validityMs)) {
    cutValidity(one, bindingOf(rules, boundOf(one)))
    return opens
  }
  refuse(one, status.EXPIRED_EXPIRED, status.EC_VALIDITY_EXPIRED)
  return at
}

/** From the moment it goes out, as any validity. */
function cutValidity(one: Candidate, binding: Binding | null): void {
  const most = binding?.validityMsMax ?? null
  const { validityMs } = one.message
  if (most !== null && (validityMs === null || validityMs > most))
    one.message = { ...one.message, validityMs: most }
}

/**
 * When a message may go out that waited for its operator: the evening may have come. From memory; what changed in the rules
 * meanwhile is seen a moment later.
 * @returns null when it may go now
 */
export function lateOpening(
  book: Pick<Rules, 'known'>,
  row: Pick<QueuedRow, 'account_id' | 'dest' | 'settings'>,
  now: number,
): number | null {
  const { window = null, nationalHours } = (row.settings ?? {}) as MessageSettings
  if (window === null && !nationalHours) return null
  const { dest } = row
  const opens = openingFor(
    {
      window,
      contentClass: nationalHours ? 'MARKETING' : 'TRANSACTIONAL',
      dest,
      country: countryOf(dest as Msisdn).countryIso,
      // It was bound when it was taken in.
      simulated: false,
    },
    book.known(row.account_id),
    now,
  )
  return opens === null || opens <= now ? null : opens
}
