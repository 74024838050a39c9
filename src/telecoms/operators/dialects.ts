import { statusClass, type StatusClass } from '../../protocols/smpp/index.ts'
import type { Dialect } from './wire.ts'

export type { Dialect } from './wire.ts'

/** As the standard suggests, and most operators do. */
export const usualDialect: Dialect = {
  alphanumericSender: null,
  longNumberSender: null,
  shortCodeSender: null,
  recipient: null,
  validity: 'RELATIVE',
  congestionStatuses: [],
  unmarkedReceipts: false,
}

/** What a status means to us; vendors have their own for "slow down". */
export const classOf = (
  commandStatus: number,
  { dialect }: { dialect: Pick<Dialect, 'congestionStatuses'> },
): StatusClass =>
  dialect.congestionStatuses.includes(commandStatus) ? 'congestion' : statusClass(commandStatus)
