import type { Accounts } from '../accounts/index.ts'
import type { Db } from '../core/storage/index.ts'

/** What accounts are called on documents. */
export const accountNames = (accounts: Accounts) => ({
  namesOf: (on: Db, accountIds: readonly number[]) => accounts.accountsOf(accountIds, on),
  idOfKey: (on: Db, key: string) => accounts.idOfKey(key, on),
})
