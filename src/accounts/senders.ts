import { badField, Rejection } from '../core/http/index.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { parseSender } from '../protocols/e164/index.ts'
import * as store from './store/accounts.ts'

export const SENDERS_MAX = 1_000
const SMS = 'SMS'
const UNIQUE_VIOLATION = '23505'

/** What a registered sender is compared by. null: it can be none. */
function registered(text: string): { address: string; kind: store.SenderRow['kind'] } | null {
  const read = parseSender(text)
  return read.ok ? { address: read.sender.address, kind: read.sender.kind } : null
}

/**
 * Lets an account send as `text`, a name or a number; a number's inbound messages are then the account's.
 * @param anyKind whether numbers may be registered, or names only
 * @throws BAD_REQUEST, FORBIDDEN; CONFLICT when it is registered, also by another account when it is a number, or when
 * there are 1,000
 */
export async function addSender(
  db: Db,
  accountId: number,
  text: string,
  anyKind: boolean,
  now: Date,
): Promise<store.SenderRow> {
  const sender = registered(text)
  if (sender === null)
    throw badField(
      'sender',
      'must be a name of up to 11 characters, a short code, or a number with its country code',
    )
  if (!anyKind && sender.kind !== 'alphanumeric')
    throw new Rejection('FORBIDDEN', {
      text: 'Numbers and short codes are assigned by whoever runs this installation.',
      action: 'Ask for the number, or register a name.',
    })
  const wanted = { channel: SMS, ...sender }
  const made = await store
    .insertSender(db, accountId, wanted, SENDERS_MAX, now)
    .catch((cause: unknown) => {
      if ((cause as { code?: string }).code !== UNIQUE_VIOLATION) throw cause
      throw new Rejection('CONFLICT', { text: 'The number belongs to another account.', cause })
    })
  if (made) return made
  throw new Rejection('CONFLICT', {
    text: `The account has this sender already, or ${SENDERS_MAX} of them, which is the most there can be.`,
    action: 'Read the list of senders.',
  })
}

/** Whether each account has the sender registered, in the order of the pairs. */
export async function sendersAllowed(
  tx: Tx,
  pairs: readonly { accountId: number; sender: string }[],
): Promise<boolean[]> {
  const wanted = pairs.map((one) => ({
    accountId: one.accountId,
    address: registered(one.sender)?.address ?? null,
  }))
  const asked = new Map<string, { account_id: number; channel: string; address: string }>()
  for (const { accountId, address } of wanted)
    if (address !== null)
      asked.set(`${accountId} ${address}`, { account_id: accountId, channel: SMS, address })
  if (asked.size === 0) return pairs.map(() => false)
  const found = new Set(
    (await store.findSenders(tx, [...asked.values()])).map(
      (one) => `${one.account_id} ${one.address}`,
    ),
  )
  return wanted.map((one) => found.has(`${one.accountId} ${one.address}`))
}

/** Which account has each number; those of nobody are absent. Keys are the addresses as they were given. */
export async function ownersOfNumbers(
  tx: Tx,
  addresses: readonly string[],
): Promise<Map<string, number>> {
  const read = new Map(addresses.map((text) => [text, registered(text)?.address ?? text]))
  if (read.size === 0) return new Map()
  const owners = new Map(
    (await store.findOwners(tx, SMS, [...new Set(read.values())])).map((one) => [
      one.address,
      one.account_id,
    ]),
  )
  const found = new Map<string, number>()
  for (const [text, address] of read) {
    const owner = owners.get(address)
    if (owner !== undefined) found.set(text, owner)
  }
  return found
}
