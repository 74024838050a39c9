import type { Module } from '../core/module.ts'
import type { SimulatorClient } from './client.ts'
import { simulatorRoutes } from './routes.ts'

export {
  simulatorClient,
  SimulatorRefusal,
  SimulatorUnreachable,
  type SimulatorClient,
} from './client.ts'
export { CONTROL_VERSION } from './control-version.ts'
export type { StreamEvent } from './wire.ts'

/** The simulator's process, to be spawned with the arguments its README names. */
export const simulatorProgram = new URL('./main.ts', import.meta.url)

/**
 * Arguments for Node before the program: a heap for 200,000 waiting messages. Left alone, Node lets garbage grow to
 * twice that under load, because the machine has room.
 */
export const simulatorNodeArguments: readonly string[] = [
  '--max-old-space-size=512',
  '--max-semi-space-size=8',
]

/**
 * `/simulator/1/*` on the public API. The simulator itself is a process of its own and keeps its own files, so there
 * is nothing in the database and nothing to start here.
 */
export const simulator = (options: { client: SimulatorClient }): Module => ({
  name: 'simulator',
  routes: (app) => simulatorRoutes(app, options.client),
})
