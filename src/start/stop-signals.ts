import { clock } from '../core/clock.ts'

export type StopReason = NodeJS.Signals | 'launcher gone'

/** One Ctrl-C may arrive twice: from the terminal, and passed on by npm and the launcher. */
const SAME_GESTURE_MS = 1_000

/**
 * Listens for the wish to stop: SIGTERM, SIGINT, SIGHUP, or the end of the launcher that started us.
 * @param onForce called at a second signal, later than the first by a second
 */
export function stopSignals(onForce: () => void): Promise<StopReason> {
  return new Promise((settle) => {
    let firstMs: number | null = null
    const stop = (reason: StopReason) => {
      const nowMs = clock.ms()
      if (firstMs === null) firstMs = nowMs
      else if (reason.startsWith('SIG') && nowMs - firstMs > SAME_GESTURE_MS) onForce()
      settle(reason)
    }
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, stop)
    if (process.connected) process.on('disconnect', () => stop('launcher gone'))
  })
}
