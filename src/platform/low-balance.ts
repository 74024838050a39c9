import type { Accounts } from '../accounts/index.ts'
import type { Alert } from '../billing/index.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import type { Mail } from '../mail/index.ts'

const RECIPIENTS = ['owner', 'billing'] as const

const letters = {
  en: (mark: string, balance: string, url: string) => ({
    subject: 'Your balance is low',
    text: `Your balance fell below ${mark}: it was ${balance}. Messages are refused when it does not cover them.\n\n${url}\n`,
  }),
  ja: (mark: string, balance: string, url: string) => ({
    subject: '残高が少なくなっています',
    text: `残高が ${mark} を下回りました（${balance}）。残高が不足すると、メッセージは送信されません。\n\n${url}\n`,
  }),
}

/** Tells those who pay for an account that its balance fell below a mark of theirs, each in their language. */
export async function tellLowBalance(
  parts: { db: Db; accounts: Accounts; mail: Mail; url: string },
  { accountId, balanceMicros, belowMicros, currency }: Alert,
): Promise<void> {
  const { db, accounts, mail } = parts
  const people = await accounts.peopleInRoles(accountId, RECIPIENTS)
  await transaction(db, async (tx) => {
    for (const { email, locale } of people) {
      const language = locale.startsWith('ja') ? 'ja' : 'en'
      const { subject, text } = letters[language](
        money(belowMicros, currency),
        money(balanceMicros, currency),
        `${parts.url}/portal/balance`,
      )
      await mail.send(tx, { to: email, subject, text, language, accountId, kind: 'low-balance' })
    }
  })
}

function money(micros: bigint, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency })
  return `${(Number(micros) / 1_000_000).toFixed(format.resolvedOptions().maximumFractionDigits)} ${currency}`
}
