import { useSyncExternalStore } from 'react'

/** Whether the server can be reached, whether events flow, and whether the session still holds. */
export interface Reach {
  server: 'reached' | 'unreachable'
  /** `connecting` also covers waiting for the next try. */
  events: 'off' | 'connecting' | 'live'
  session: 'unknown' | 'expired'
}

let now: Reach = { server: 'reached', events: 'off', session: 'unknown' }
const listeners = new Set<() => void>()

function change(part: Partial<Reach>): void {
  const next = { ...now, ...part }
  if (next.server === now.server && next.events === now.events && next.session === now.session)
    return
  now = next
  for (const listener of listeners) listener()
}

export const reach = {
  now: (): Reach => now,
  reached: (): void => change({ server: 'reached' }),
  unreachable: (): void => change({ server: 'unreachable' }),
  events: (events: Reach['events']): void => change({ events }),
  sessionExpired: (): void => change({ session: 'expired' }),
  sessionBegun: (): void => change({ session: 'unknown' }),
  listen(listener: () => void): () => void {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  },
}

export const useReach = (): Reach => useSyncExternalStore(reach.listen, reach.now)
