import type { Bind } from './bind.ts'
import type { Connection } from './connection.ts'
import { kindsOf, type BindKind } from './dial.ts'
import type { BindFace } from './live.ts'
import type { BindLive } from './wire.ts'

/** Where a bind belongs: both halves of a pair have the same number. */
export interface Place {
  number: number
  kind: BindKind
}

/** The places that settings ask for. */
export function placesOf(connection: Connection): Place[] {
  const places: Place[] = []
  for (let number = 1; number <= connection.binds; number++)
    for (const kind of kindsOf[connection.bindType]) places.push({ number, kind })
  return places
}

export const isAt = (bind: Bind, place: Place): boolean =>
  !bind.isRetired && bind.number === place.number && bind.kind === place.kind

const kindNames = {
  transceiver: 'TRANSCEIVER',
  transmitter: 'TRANSMITTER',
  receiver: 'RECEIVER',
} as const satisfies Record<BindKind, BindLive['kind']>

function stateOf(bind: Bind, now: number): BindLive['state'] {
  if (bind.isRetired) return 'DRAINING'
  if (bind.isBound) return bind.isPaused(now) ? 'PAUSED' : 'BOUND'
  return bind.isConnecting ? 'CONNECTING' : 'WAITING'
}

const faceOf = (bind: Bind, now: number): BindFace => ({
  number: bind.number,
  kind: kindNames[bind.kind],
  state: stateOf(bind, now),
  isBound: bind.isBound,
  boundSince: bind.boundSince,
  nextTryAt: bind.nextTryAt,
  inFlight: bind.inFlight,
})

/** Every bind there is, and every place that was taken out of use and is empty. */
export function facesOf(
  binds: readonly Bind[],
  drained: readonly Place[],
  now: number,
): BindFace[] {
  const empty = drained.filter(
    (place) => !binds.some((bind) => bind.number === place.number && bind.kind === place.kind),
  )
  return [
    ...binds.map((bind) => faceOf(bind, now)),
    ...empty.map((place) => ({
      number: place.number,
      kind: kindNames[place.kind],
      state: 'DRAINED' as const,
      isBound: false,
      boundSince: null,
      nextTryAt: null,
      inFlight: 0,
    })),
  ].sort((a, b) => a.number - b.number)
}
