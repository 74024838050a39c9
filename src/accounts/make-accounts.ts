import { randomBytes } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { transaction, type Db, type Tx } from '../core/storage/index.ts'
import { newKeyId, type ApiKeys } from './api-keys.ts'
import type { Money } from './money.ts'
import type { Passwords } from './passwords.ts'
import type { Role } from './scopes.ts'
import { addSender } from './senders.ts'
import { ROOT_ACCOUNT } from './standing.ts'
import * as store from './store/accounts.ts'
import * as users from './store/users.ts'

/** 120 bits in letters and digits that are not mistaken for one another, in groups that can be read out. */
export function newPassword(): string {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'
  return [...randomBytes(24)]
    .map((octet) => letters[octet % letters.length])
    .join('')
    .replaceAll(/(.{6})(?=.)/g, '$1-')
}

/** Secrets are known only at the moment they are made; null otherwise. */
export interface Credentials {
  ownerEmail: string
  ownerPassword: string | null
  apiKey: string | null
}

/** What an account made later is like, where it differs from the usual. */
export interface AccountWishes {
  name: string
  parentId?: number
  state?: 'trial' | 'active'
  relation?: 'own' | 'customer'
  prepaid?: boolean
  /** Of a postpaid account; null: without limit. A prepaid one has none. */
  creditLimitMicros?: bigint | null
  /** Paid in at the beginning. */
  balanceMicros?: bigint
  priceMicros?: bigint
  currency?: string
  anySender?: boolean
  floodingOn?: boolean
  contentDays?: number
  /** Names and numbers. */
  senders?: readonly string[]
  owner?: { email: string; password?: string; name?: string; role?: Role }
}

export interface MadeAccount {
  accountId: number
  key: string
  /** With all scopes. */
  apiKey: string
  owner: { userId: number; email: string; password: string } | null
}

interface Parts {
  db: Db
  clock: Clock
  keys: ApiKeys
  passwords: Passwords
  money: Money
}

/**
 * The first account, when there is none: root, postpaid without limit, any sender, flooding off, with an owner and an
 * API key with all scopes. Processes that start together make one.
 * @param wanted what is null is generated
 */
export async function ensureFirstAccount(
  { db, clock, keys, passwords }: Parts,
  wanted: { ownerEmail?: string | null; ownerPassword?: string | null; apiKey?: string | null },
): Promise<Credentials & { created: boolean }> {
  const ownerEmail = wanted.ownerEmail ?? 'owner@localhost'
  const existing = async (tx: Tx) =>
    (await store.findAccount(tx, ROOT_ACCOUNT)) && {
      created: false,
      ownerEmail: (await users.findOwner(tx, ROOT_ACCOUNT))?.email ?? ownerEmail,
      ownerPassword: null,
      apiKey: null,
    }
  const known = await existing(db)
  if (known) return known
  const ownerPassword = wanted.ownerPassword ?? newPassword()
  const passwordHash = await passwords.hash(ownerPassword)
  return transaction(db, async (tx) => {
    await store.lockFirstAccount(tx)
    const meanwhile = await existing(tx)
    if (meanwhile) return meanwhile
    const now = clock.now()
    await store.insertAccount(tx, { ...rootAccount, key: newKeyId() }, now)
    await users.insertUser(
      tx,
      {
        accountId: ROOT_ACCOUNT,
        email: ownerEmail,
        passwordHash,
        name: 'Owner',
        locale: 'en',
        role: 'owner',
      },
      now,
    )
    const made = await keys.create(
      tx,
      ROOT_ACCOUNT,
      { name: 'First key', validTo: NEVER },
      wanted.apiKey ?? undefined,
    )
    return { created: true, ownerEmail, ownerPassword, apiKey: made.secret }
  })
}

/** The key that the installation begins with should not end it a year later. */
const NEVER = new Date('2099-12-31T23:59:59Z')

const rootAccount: Omit<store.NewAccount, 'key'> = {
  id: ROOT_ACCOUNT,
  name: 'Main account',
  parentId: null,
  state: 'active',
  relation: 'own',
  anySender: true,
  floodingOn: false,
  contentDays: 7,
  currency: 'EUR',
  prepaid: false,
  priceMicros: 0n,
  creditLimitMicros: null,
}

/** An account made later: prepaid, own senders, flooding on, unless it is wished otherwise. */
export async function createAccount(
  { db, clock, keys, passwords, money }: Parts,
  wishes: AccountWishes,
): Promise<MadeAccount> {
  const password = wishes.owner?.password ?? newPassword()
  const passwordHash = wishes.owner ? await passwords.hash(password) : ''
  const prepaid = wishes.prepaid ?? true
  const key = newKeyId()
  return transaction(db, async (tx) => {
    const now = clock.now()
    const accountId = await store.insertAccount(
      tx,
      {
        id: null,
        key,
        name: wishes.name,
        parentId: wishes.parentId ?? ROOT_ACCOUNT,
        state: wishes.state ?? 'active',
        relation: wishes.relation ?? 'customer',
        anySender: wishes.anySender ?? false,
        floodingOn: wishes.floodingOn ?? true,
        contentDays: wishes.contentDays ?? 7,
        currency: wishes.currency ?? 'EUR',
        prepaid,
        priceMicros: wishes.priceMicros ?? 0n,
        creditLimitMicros: prepaid ? 0n : (wishes.creditLimitMicros ?? null),
      },
      now,
    )
    if (wishes.balanceMicros !== undefined && wishes.balanceMicros > 0n)
      await money.topUp(tx, [
        { accountId, amountMicros: wishes.balanceMicros, reference: 'opening balance' },
      ])
    for (const sender of wishes.senders ?? []) await addSender(tx, accountId, sender, true, now)
    const made = await keys.create(tx, accountId, { name: 'First key' })
    if (!wishes.owner) return { accountId, key, apiKey: made.secret, owner: null }
    const { email, name = '', role = 'owner' } = wishes.owner
    const userId = await users.insertUser(
      tx,
      { accountId, email, passwordHash, name, locale: 'en', role },
      now,
    )
    return { accountId, key, apiKey: made.secret, owner: { userId, email, password } }
  })
}

/**
 * Closing destroys the account's keys, sessions and tokens on the spot: they are of no use to anybody but a thief.
 * @returns whether there is such an account
 */
export const setAccountState = (
  { db, clock }: Parts,
  accountId: number,
  state: store.AccountState,
): Promise<boolean> =>
  transaction(db, async (tx) => {
    const found = await store.updateAccountState(tx, accountId, state, clock.now())
    if (found && state === 'closed') await users.deleteCredentials(tx, accountId)
    return found
  })

/**
 * A new password for the root account's owner, whose sessions and tokens end. A new API key only when the account has
 * none left.
 */
export async function resetOwner({ db, clock, keys, passwords }: Parts): Promise<Credentials> {
  const ownerPassword = newPassword()
  const passwordHash = await passwords.hash(ownerPassword)
  return transaction(db, async (tx) => {
    const owner = await users.findOwner(tx, ROOT_ACCOUNT)
    if (!owner)
      throw new Error('There is no first account yet: start the program once, and it makes one.')
    await users.updatePassword(tx, ROOT_ACCOUNT, owner.user_id, passwordHash, true, clock.now())
    await users.deleteSessionsOfUser(tx, owner.user_id, null)
    const keyIsLeft = await keys.isAnyLeft(tx, ROOT_ACCOUNT)
    const apiKey = keyIsLeft
      ? null
      : (await keys.create(tx, ROOT_ACCOUNT, { name: 'Key of the reset' })).secret
    return { ownerEmail: owner.email, ownerPassword, apiKey }
  })
}
