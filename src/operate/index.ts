import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import type { Note } from '../core/trail.ts'
import type { Anywhere, WatchedEngine } from '../messaging/index.ts'
import type { WatchedConnection } from '../telecoms/operators/index.ts'
import { Exported } from './exported.ts'
import { Live } from './live.ts'
import { OwnFigures } from './own-figures.ts'
import { addLive } from './routes/live.ts'
import { addMessages, type MessageNeeds } from './routes/messages.ts'
import { addReceipts } from './routes/receipts.ts'

export interface OperateNeeds {
  clock: Clock
  log: Log
  operators: { watched(): WatchedConnection[] }
  messaging: { watched(): Promise<WatchedEngine>; anywhere: Anywhere } & MessageNeeds['messaging']
  accounts: MessageNeeds['accounts']
  /** Notes in an account's trail that its message was read. */
  note: Note
}

/** What whoever runs the installation sees of the engine, over all accounts. */
export function operate(needs: OperateNeeds): { module: Module } {
  const { clock, operators, messaging } = needs
  const figures = new OwnFigures(clock)
  const sources = {
    connections: () => operators.watched(),
    engine: () => messaging.watched(),
  }
  const live = new Live({ clock, figures, ...sources })
  const exported = new Exported({ clock, log: needs.log, ...sources })
  return {
    module: {
      name: 'operate',
      routes: (app) => {
        addLive(app, live)
        addMessages(app, { ...needs, connectionIds: () => sources.connections().map((one) => one.connectionId) }) // prettier-ignore
        addReceipts(app, {
          anywhere: messaging.anywhere,
          nameOf: (id) => sources.connections().find((one) => one.connectionId === id)?.name ?? null, // prettier-ignore
        })
      },
      start: async () => {
        await figures.start()
        exported.start()
        return async () => {
          figures.stop()
          await exported.stop()
        }
      },
    },
  }
}
