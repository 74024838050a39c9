import { randomBytes } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { secretToken } from '../core/ids.ts'
import { transaction, type Db, type Tx } from '../core/storage/index.ts'
import { makeApiKey } from './api-keys.ts'
import type { Authentication } from './authenticate.ts'
import { hashPassword } from './passwords.ts'
import { ALL_SCOPES } from './scopes.ts'
import { firstAccount, insertAccount, lockFirstAccount } from './store/accounts.ts'
import * as store from './store/logins.ts'

/** Secrets that are known only at the moment they are made; null otherwise. */
export interface Credentials {
  ownerEmail: string
  ownerPassword: string | null
  apiKey: string | null
}

/** Letters and digits that cannot be taken for one another, 20 of them: 115 bits. */
function readablePassword(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  // 56 characters: octets of 224 and more would favour some, so they are passed over.
  const picked: string[] = []
  while (picked.length < 20)
    for (const octet of randomBytes(32)) if (octet < 224 && picked.length < 20) picked.push(alphabet[octet % 56]!)
  return picked.join('').replace(/(.{5})(?=.)/g, '$1-')
}

export const newAccountKey = (): string => randomBytes(16).toString('hex').toUpperCase()

/** Makes the account that owns the installation, its owner and a key, when there is none yet. */
export async function ensureFirstAccount(
  db: Db,
  clock: Clock,
  authentication: Authentication,
  wanted: { ownerEmail: string; ownerPassword: string | null; apiKey: string | null },
): Promise<Credentials & { created: boolean; accountId: number }> {
  return transaction(db, async (tx) => {
    await lockFirstAccount(tx)
    const there = await firstAccount(tx)
    if (there) {
      const owner = await store.findOwner(tx, there.account_id)
      return { created: false, accountId: there.account_id, ownerEmail: owner?.email ?? wanted.ownerEmail, ownerPassword: null, apiKey: null }
    }
    const now = clock.now()
    const ownerPassword = wanted.ownerPassword ?? readablePassword()
    const apiKey = wanted.apiKey ?? secretToken()
    const accountId = await insertAccount(tx, {
      key: newAccountKey(), name: 'My company', parentId: null, anySender: true, floodingOn: false, postpaid: true,
      priceMicros: 0n, creditLimitMicros: null, now,
    })
    await store.insertUser(tx, { email: wanted.ownerEmail, name: 'Owner', passwordHash: await hashPassword(ownerPassword), accountId, role: 'owner', now })
    await makeApiKey(tx, authentication, { accountId, name: 'First key', secret: apiKey, scopes: [ALL_SCOPES], validTo: null, now })
    return { created: true, accountId, ownerEmail: wanted.ownerEmail, ownerPassword, apiKey }
  })
}

/** Gives the owner a new password and the account a new key, and ends the owner's log-ins. */
export async function resetOwner(db: Db, clock: Clock, authentication: Authentication): Promise<Credentials> {
  return transaction(db, async (tx) => {
    const account = await firstAccount(tx)
    const owner = account && (await store.findOwner(tx, account.account_id))
    if (!owner) throw new Error('There is no owner to reset yet: start Trunkline once, which makes the first account.')
    const ownerPassword = readablePassword()
    await store.setPassword(tx, owner.user_id, await hashPassword(ownerPassword))
    await store.deleteSessionsOf(tx, owner.user_id, null)
    const apiKey = await addResetKey(tx, clock, authentication, account.account_id)
    return { ownerEmail: owner.email, ownerPassword, apiKey }
  })
}

async function addResetKey(tx: Tx, clock: Clock, authentication: Authentication, accountId: number): Promise<string> {
  const secret = secretToken()
  await makeApiKey(tx, authentication, { accountId, name: 'Made by reset-owner', secret, scopes: [ALL_SCOPES], validTo: null, now: clock.now() })
  return secret
}
