import type { EventLog } from '../core/events/index.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../core/storage/index.ts'
import type { ConnectionState } from '../telecoms/operators/index.ts'

/** Tells those who look at operator connections that one changed its state. */
export const tellStates =
  (events: EventLog, db: Db, rootAccountId: number, log: Log) =>
  (connectionId: number, state: ConnectionState): void => {
    events
      .append(db, [
        {
          accountId: rootAccountId,
          topic: 'connections',
          type: 'CONNECTION_STATE',
          id: String(connectionId),
          data: { state },
        },
      ])
      .then(() => events.wake())
      .catch((error: unknown) =>
        log.debug({ reason: (error as Error).message }, 'a state was not told'),
      )
  }
