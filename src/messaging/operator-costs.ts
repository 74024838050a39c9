import { countryOf, parseSender, toMsisdn } from '../protocols/e164/index.ts'
import type { Tx } from '../core/storage/index.ts'
import type { BillingDoor } from './needs.ts'
import type { Finished } from './store/settle.ts'

/** What decides what an operator asks for a message. */
type TakenMessage = Pick<
  Finished,
  | 'sent_at'
  | 'connection_id'
  | 'simulated'
  | 'dest'
  | 'sender'
  | 'account_id'
  | 'channel'
  | 'mcc_mnc'
  | 'parts'
>

/**
 * Counts what operators will ask for, when messages that they took reach their end. What went to the simulator costs
 * nothing. A message that was sent twice after a crash is counted once.
 */
export async function countCosts(
  tx: Tx,
  billing: BillingDoor,
  finished: readonly TakenMessage[],
): Promise<void> {
  const taken = finished.flatMap((one) => {
    if (one.sent_at === null || one.connection_id === null || one.simulated) return []
    const msisdn = toMsisdn(one.dest)
    const sender = parseSender(one.sender)
    return [
      {
        connectionId: one.connection_id,
        accountId: one.account_id,
        channel: one.channel,
        direction: 'MT' as const,
        country: msisdn === null ? null : countryOf(msisdn).countryIso,
        mccMnc: one.mcc_mnc,
        senderKind: sender.ok ? sender.sender.kind : ('alphanumeric' as const),
        parts: one.parts,
        at: one.sent_at.getTime(),
      },
    ]
  })
  if (taken.length > 0) await billing.submitted(tx, taken)
}
