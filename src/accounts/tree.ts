import { Rejection } from '../core/http/index.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import type { AccountKind } from './store/accounts.ts'
import { countChildren, findInTree, type TreeRow } from './store/tree.ts'

/** Accounts below the root account, one under the other. */
export const DEPTH_MAX = 6
/** Accounts right below one. */
export const CHILDREN_MAX = 10_000

/** Owner → reseller → customer → sub-account: a reseller makes customers, and nobody makes what stands beside them. */
const mayMake: Readonly<Record<AccountKind, readonly AccountKind[]>> = {
  owner: ['reseller', 'customer', 'sub-account'],
  reseller: ['customer', 'sub-account'],
  customer: ['sub-account'],
  'sub-account': ['sub-account'],
}

/** A part of its parent stands to the operator as the parent does; everybody else is a customer. */
export const relationBelow = (
  parent: Pick<TreeRow, 'relation'>,
  kind: AccountKind,
): TreeRow['relation'] => (kind === 'sub-account' ? parent.relation : 'customer')

/**
 * An account by its key, when it is the credential's own or below it.
 * @throws NOT_FOUND, for one beside or above exactly as for one there is not
 */
export async function accountInTree(db: Db, fromId: number, key: string): Promise<TreeRow> {
  const found = await findInTree(db, fromId, key.toUpperCase())
  if (!found) throw noSuchAccount()
  return found
}

export const noSuchAccount = () =>
  new Rejection('NOT_FOUND', { text: 'There is no such account here or below.' })

/**
 * @throws FORBIDDEN for a kind that the parent may not make, and below a trial: its limits would end there; CONFLICT when
 * it is closed, too deep or full
 */
export async function requireRoomBelow(tx: Tx, parent: TreeRow, kind: AccountKind): Promise<void> {
  const kinds = mayMake[parent.kind]
  if (!kinds.includes(kind))
    throw new Rejection('FORBIDDEN', {
      text: `A ${parent.kind} account may not have a ${kind} account below it.`,
      action: `Make one of these: ${kinds.join(', ')}.`,
    })
  if (parent.state === 'trial' || (parent.state === 'suspended' && parent.trial_ends_at !== null))
    throw new Rejection('FORBIDDEN', {
      text: 'An account on trial has no accounts below it.',
      action: 'Ask whoever runs this installation to make it an account that pays.',
    })
  if (parent.state === 'closed')
    throw new Rejection('CONFLICT', { text: 'The account above is closed.' })
  if (parent.depth >= DEPTH_MAX)
    throw new Rejection('CONFLICT', {
      text: `Accounts are at most ${DEPTH_MAX} deep below the installation's own.`,
      action: 'Make the account further up.',
    })
  if ((await countChildren(tx, parent.id)).all >= CHILDREN_MAX)
    throw new Rejection('CONFLICT', {
      text: `An account has at most ${CHILDREN_MAX} accounts right below it.`,
      action: 'Make the account below another one.',
    })
}
