import type { Logger } from 'pino'

/**
 * Where the program writes what it did. Rules for callers: no message bodies, no full numbers, no query strings,
 * no secrets; ids, counts and reasons only.
 */
export type Log = Pick<
  Logger,
  'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child' | 'level'
>
