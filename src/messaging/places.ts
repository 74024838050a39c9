import type { Candidate } from './checks.ts'
import { CONTENT_CLASSES } from './message.ts'
import type { QueuedRow } from './store/queue.ts'

/** Places in the memory of a connection. */
export interface Places {
  connectionId: number
  /** Index into `CONTENT_CLASSES`. */
  contentClass: number
  accountId: number
  count: number
}

/** What dispatch offers accept: whether a message may go straight into memory, and the way in. */
export interface Intake {
  /** Takes up places; false: these messages wait in the database. */
  claimRoom(places: Places): boolean
  take(rows: readonly QueuedRow[]): void
  /** Gives back places whose messages were not stored. */
  releaseRoom(places: Places): void
}
/** Places that were taken, by connection, class and account. */
export type Rooms = ReadonlyMap<string, Places>

const keyOf = (connectionId: number, contentClass: number, accountId: number): string =>
  `${connectionId} ${contentClass} ${accountId}`

/** Takes places for what can go at once. */
export function claimRooms(
  intake: Intake,
  all: readonly Candidate[],
  times: ReadonlyMap<Candidate, number>,
): Rooms {
  const wanted = new Map<string, Places>()
  for (const one of all) {
    if (one.refusal !== null || one.route === null || times.has(one)) continue
    const { connectionId } = one.route
    const contentClass = CONTENT_CLASSES.indexOf(one.contentClass)
    const key = keyOf(connectionId, contentClass, one.accountId)
    const places = wanted.get(key)
    if (places) places.count += 1
    else wanted.set(key, { connectionId, contentClass, accountId: one.accountId, count: 1 })
  }
  for (const [key, places] of wanted) if (!intake.claimRoom(places)) wanted.delete(key)
  return wanted
}

/** Whether a message has a place. */
export const hasPlace = (rooms: Rooms, one: Candidate): boolean =>
  one.refusal === null &&
  one.route !== null &&
  rooms.has(keyOf(one.route.connectionId, CONTENT_CLASSES.indexOf(one.contentClass), one.accountId))

/** Gives back places of messages that a last check refused. */
export function releaseUnused(intake: Intake, rooms: Rooms, taken: readonly QueuedRow[]): void {
  const used = new Map<string, number>()
  for (const one of taken) {
    const key = keyOf(one.connection_id, one.content_class, one.account_id)
    used.set(key, (used.get(key) ?? 0) + 1)
  }
  for (const [key, places] of rooms) {
    const unused = places.count - (used.get(key) ?? 0)
    if (unused > 0) intake.releaseRoom({ ...places, count: unused })
  }
}
