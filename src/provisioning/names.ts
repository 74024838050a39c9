import { badField, Rejection } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import * as store from './store/names.ts'
import type { Kind, Named } from './store/names.ts'

/** Applications, and entities, of one account. */
export const NAMED_MAX: Readonly<Record<Kind, number>> = { application: 10_000, entity: 100_000 }
const FOREIGN_KEY_VIOLATION = '23503'

export const isForeignKeyViolation = (cause: unknown): boolean =>
  (cause as { code?: string }).code === FOREIGN_KEY_VIOLATION

/**
 * Makes an application or entity. Of two that ask for the same id at once, one gets it.
 * @throws BAD_REQUEST for an id of blanks, CONFLICT for one that is taken
 */
export async function makeNamed(
  db: Db,
  kind: Kind,
  accountId: number,
  one: Named,
  now: Date,
): Promise<void> {
  if (one.id.trim() === '') throw badField(`${kind}Id`, 'must not be blank')
  if (await store.insertNamed(db, kind, accountId, one, NAMED_MAX[kind], now)) return
  if (await store.findNamed(db, kind, accountId, one.id))
    throw new Rejection('CONFLICT', {
      text: `The account has an ${kind} with this id.`,
      action: 'Choose another id, or change the one that is there.',
    })
  throw new Rejection('CONFLICT', {
    text: `The account has ${NAMED_MAX[kind]} of them, which is the most there can be.`,
    action: 'Delete some that are not needed.',
  })
}

export const noSuch = (kind: Kind): Rejection =>
  new Rejection('NOT_FOUND', { text: `The account has no ${kind} with this id.` })

/**
 * Deletes an application or entity to which nothing belongs. Messages that carried it keep its id.
 * @throws BAD_REQUEST with what is in the way (the compatible API knows no 409 here), NOT_FOUND
 */
export async function removeNamed(
  db: Db,
  kind: Kind,
  accountId: number,
  id: string,
): Promise<void> {
  const found = await store.deleteNamed(db, kind, accountId, id).catch(async (cause: unknown) => {
    if (!isForeignKeyViolation(cause)) throw cause
    const { associations, strategies } = await store.countBelonging(db, kind, accountId, id)
    throw new Rejection('BAD_REQUEST', {
      text: `The ${kind} is in use by ${associations} associations and ${strategies} sending strategies. Delete these first.`,
      violations: [
        ...(associations > 0
          ? [{ property: 'associations', violation: `${associations} belong to it` }]
          : []),
        ...(strategies > 0
          ? [{ property: 'sendingStrategies', violation: `${strategies} belong to it` }]
          : []),
      ],
      cause,
    })
  })
  if (!found) throw noSuch(kind)
}
