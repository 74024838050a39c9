const KEPT = 'trunkline-account'

/** The key of the account below the own one that this tab acts in; null: at home. Another tab may act elsewhere. */
export const actsIn = (): string | null => sessionStorage.getItem(KEPT)

/** From the next request on. What was read before is of another account and has to be forgotten. */
export function actIn(accountKey: string | null): void {
  if (accountKey === null) sessionStorage.removeItem(KEPT)
  else sessionStorage.setItem(KEPT, accountKey)
}
