import type { Log } from '../core/log.ts'

const quiet = () => undefined

/** For commands beside the server, which tell what they do themselves. */
export const silent = {
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  fatal: quiet,
  level: 'silent',
  child: () => silent,
} as unknown as Log
