import type { Module } from '../../core/module.ts'
import type { Operators } from '../../telecoms/operators/index.ts'
import type { SmsApi } from './api/needs.ts'
import { addSmsOperations } from './api/routes.ts'
import { inboundOf } from './inbound.ts'
import { reportOf } from './receipts.ts'
import { DESTINATIONS_MAX } from './wire.ts'

/** A name that any handset shows and that belongs to nobody else. */
export const DEFAULT_SENDER = 'Trunkline'

/**
 * The SMS operations, and what comes back from operators. The operator is answered when messaging has stored
 * what it sent; until then it keeps it, and sends it again when we are gone.
 */
export function smsModule(
  needs: Omit<SmsApi, 'defaultSender' | 'destinationsMax'> &
    Partial<Pick<SmsApi, 'defaultSender' | 'destinationsMax'>> & {
      operators: Pick<Operators, 'listen'>
    },
): Module {
  const { operators, messaging } = needs
  operators.listen({
    receipt: (received) => messaging.takeReport(reportOf(received)),
    inbound: (part) => messaging.takeInbound(inboundOf(part)),
  })
  return {
    name: 'channels/sms',
    routes: (app) =>
      addSmsOperations(app, {
        defaultSender: DEFAULT_SENDER,
        destinationsMax: DESTINATIONS_MAX,
        ...needs,
      }),
  }
}
