import type { Clock } from '../../core/clock.ts'
import { transaction, type Db, type Tx } from '../../core/storage/index.ts'
import { billingDay } from '../billing-day.ts'
import { claimReminders, noteReminder, type ReminderRow } from '../store/disputes.ts'
import { decimalText } from './currency.ts'

/** Days after the due day: a bill is asked for this often, and then it is a matter for people. */
const AFTER_DAYS = [1, 8, 22] as const
const SET_MAX = 100

/** A mail as billing wants it sent; queued in the caller's transaction. */
export type SendMail = (
  tx: Tx,
  mail: {
    to: string
    subject: string
    text: string
    language: string
    accountId: number
    kind: string
  },
) => Promise<void>

/** Reminds buyers of overdue bills, unless these are challenged. @returns how many mails were queued */
export async function remind(
  db: Db,
  clock: Clock,
  send: SendMail,
  portalUrl: string,
): Promise<number> {
  const today = billingDay('UTC', clock.ms())
  let sent = 0
  for (;;) {
    const claimed = await transaction(db, async (tx) => {
      const due = await claimReminders(tx, today, AFTER_DAYS, SET_MAX)
      for (const one of due) {
        await send(tx, letter(one, portalUrl))
        await noteReminder(tx, one.document_id, today)
      }
      return due.length
    })
    sent += claimed
    if (claimed < SET_MAX) return sent
  }
}

function letter(one: ReminderRow, portalUrl: string) {
  const owed = `${decimalText(one.owed_micros, one.currency)} ${one.currency}`
  const words =
    one.language === 'ja'
      ? {
          subject: `お支払いのお願い：${one.number}`,
          text: `請求書 ${one.number} のお支払期限は ${one.due_on} でした。未払い額は ${owed} です。\n\nすでにお支払い済みの場合は、このメールは破棄してください。内容に誤りがある場合は、ポータルで異議を申し立てることができます。\n\n${portalUrl}`,
        }
      : {
          subject: `Reminder: ${one.number} is overdue`,
          text: `${one.number} was due on ${one.due_on}. ${owed} of it is not paid yet.\n\nIf you have paid meanwhile, nothing is left to do. If the bill is wrong, say so in the portal, and nobody reminds you again until it is decided.\n\n${portalUrl}`,
        }
  return {
    ...words,
    to: one.email,
    language: one.language,
    accountId: one.account_id,
    kind: 'invoice-reminder',
  }
}
