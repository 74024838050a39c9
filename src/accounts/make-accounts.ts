import { randomBytes } from 'node:crypto'
import { DAY_MS, type Clock } from '../core/clock.ts'
import { badField } from '../core/http/index.ts'
import { transaction, type Db, type Tx } from '../core/storage/index.ts'
import { changeState, type Decision } from './account-state.ts'
import { newKeyId, type ApiKeys } from './api-keys.ts'
import type { BillingDoor } from './needs.ts'
import type { Passwords } from './passwords.ts'
import type { Role } from './scopes.ts'
import { addSender } from './senders.ts'
import { ROOT_ACCOUNT } from './standing.ts'
import * as store from './store/accounts.ts'
import { deleteAllFactors } from './store/second-factors.ts'
import { holdAccount } from './store/tree.ts'
import { insertTrial } from './store/trials.ts'
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
  /** The installation's own account when left out. */
  parentId?: number
  kind?: store.AccountKind
  state?: 'trial' | 'active'
  relation?: 'own' | 'customer'
  /** Whether a person or a company holds it; null: not known. */
  person?: 'natural' | 'legal' | null
  country?: string | null
  declaredOfAge?: boolean
  /** Of a trial; null: without end. */
  trialEndsAt?: Date | null
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
  billing: BillingDoor
}

/**
 * The first account, when there is none: root, postpaid without limit, any sender, flooding off, with an owner and an
 * API key with all scopes. Processes that start together make one.
 * @param wanted what is null is generated
 */
export async function ensureFirstAccount(
  { db, clock, keys, passwords, billing }: Parts,
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
    await billing.openAccount(tx, {
      accountId: ROOT_ACCOUNT,
      parentId: null,
      currency: rootAccount.currency,
      prepaid: false,
    })
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
  kind: 'owner',
  parentId: null,
  state: 'active',
  relation: 'own',
  person: null,
  country: null,
  declaredOfAge: false,
  trialEndsAt: null,
  anySender: true,
  floodingOn: false,
  contentDays: 7,
  currency: 'EUR',
}

/** An account made later: prepaid, own senders, flooding on, unless it is wished otherwise. */
export async function createAccount(
  { db, clock, keys, passwords, billing }: Parts,
  wishes: AccountWishes,
): Promise<MadeAccount> {
  const password = wishes.owner?.password ?? newPassword()
  const passwordHash = wishes.owner ? await passwords.hash(password) : ''
  return transaction(db, async (tx) => {
    const now = clock.now()
    const { accountId, key } = await insertAccount(tx, billing, wishes, now)
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

/** What whoever signs up says of themselves; nothing about how they would pay. */
export interface TrialWishes {
  /** Of the company or the person; the address stands in when it is empty. */
  name: string
  email: string
  person: 'natural' | 'legal'
  /** Whether they declared to be 16 or older. */
  declaredOfAge: boolean
  /** Two letters (ISO 3166-1). */
  country?: string
}

/**
 * A trial account below the installation's own, with a sender to try it as, and without balance, key or people.
 * @throws BAD_REQUEST without the declaration of age
 */
export async function beginTrial(
  tx: Tx,
  billing: BillingDoor,
  wishes: TrialWishes,
  trial: { days: number; sender: string },
  now: Date,
): Promise<{ accountId: number }> {
  if (!wishes.declaredOfAge)
    throw badField('declaredOfAge', 'must be true: the service is for people of 16 or older')
  const name = wishes.name.trim()
  const { accountId } = await insertAccount(
    tx,
    billing,
    {
      name: name === '' ? wishes.email : name,
      kind: 'customer',
      state: 'trial',
      person: wishes.person,
      declaredOfAge: true,
      country: wishes.country?.toUpperCase() ?? null,
      trialEndsAt: new Date(now.getTime() + trial.days * DAY_MS),
    },
    now,
  )
  await addSender(tx, accountId, trial.sender, true, now)
  return { accountId }
}

/** The row of an account, its balance, and its trial when it is one. */
export async function insertAccount(
  tx: Tx,
  billing: BillingDoor,
  wishes: AccountWishes,
  now: Date,
): Promise<{ accountId: number; key: string }> {
  const { parentId = ROOT_ACCOUNT, currency = 'EUR', relation = 'customer' } = wishes
  const { prepaid = true, creditLimitMicros, priceMicros, balanceMicros } = wishes
  const key = newKeyId()
  const isCustomer = parentId === ROOT_ACCOUNT && relation === 'customer'
  const accountId = await store.insertAccount(
    tx,
    {
      id: null,
      key,
      name: wishes.name,
      kind: wishes.kind ?? (isCustomer ? 'customer' : 'sub-account'),
      parentId,
      state: wishes.state ?? 'active',
      relation,
      person: wishes.person ?? null,
      country: wishes.country ?? null,
      declaredOfAge: wishes.declaredOfAge ?? false,
      trialEndsAt: wishes.trialEndsAt ?? null,
      anySender: wishes.anySender ?? false,
      floodingOn: wishes.floodingOn ?? true,
      contentDays: wishes.contentDays ?? 7,
      currency,
    },
    now,
  )
  await billing.openAccount(tx, {
    accountId,
    parentId,
    currency,
    prepaid,
    ...(creditLimitMicros === undefined ? {} : { creditLimitMicros }),
    ...(priceMicros === undefined ? {} : { priceMicros }),
    ...(balanceMicros === undefined ? {} : { balanceMicros }),
  })
  if (wishes.state === 'trial') await insertTrial(tx, accountId)
  return { accountId, key }
}

/**
 * Closing destroys the account's keys, sessions and tokens on the spot: they are of no use to anybody but a thief.
 * @returns whether there is such an account
 */
export const setAccountState = (
  { db, clock }: Parts,
  accountId: number,
  state: store.AccountState,
  by: Decision,
): Promise<boolean> =>
  transaction(db, async (tx) => {
    const account = await holdAccount(tx, accountId)
    if (account) await changeState(tx, account, state, by, clock.now())
    return account !== undefined
  })

/**
 * A new password for the root account's owner, whose sessions, tokens and second factors go. A new API key only when the account has
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
    // Whoever can run this on the machine may have lost the phone as well.
    await deleteAllFactors(tx, owner.user_id)
    const keyIsLeft = await keys.isAnyLeft(tx, ROOT_ACCOUNT)
    const apiKey = keyIsLeft
      ? null
      : (await keys.create(tx, ROOT_ACCOUNT, { name: 'Key of the reset' })).secret
    return { ownerEmail: owner.email, ownerPassword, apiKey }
  })
}
