import type { EventLog } from '../core/events/index.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import type { Database } from '../core/storage/index.ts'
import { simulator as makeSimulator, simulatorClient } from '../simulator/index.ts'
import type { RunningSimulator } from '../start/index.ts'

/** The simulator's operations, and its news for whoever watches a handset. */
export function simulatorModule(
  running: RunningSimulator,
  events: EventLog,
  database: Database,
  accountId: number,
  log: Log,
): Module {
  const client = simulatorClient(running.control)
  return {
    ...makeSimulator({ client }),
    start: async () => {
      const following = client.follow((event) => {
        if (event.type !== 'MESSAGES' && event.type !== 'RESET') return
        const id = event.type === 'MESSAGES' ? (event.messageIds.at(-1) ?? '') : ''
        events
          .append(database.db, [
            {
              accountId,
              topic: 'handsets',
              type: event.type === 'RESET' ? 'HANDSETS_RESET' : 'HANDSET_MESSAGE',
              id,
              data: {},
            },
          ])
          .then(() => events.wake())
          .catch((error: unknown) =>
            log.debug({ reason: (error as Error).message }, "a handset's message was not told"),
          )
      })
      return async () => {
        following.close()
        client.close()
      }
    },
  }
}
