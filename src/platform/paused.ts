import type { Accounts } from '../accounts/index.ts'
import type { Db } from '../core/storage/index.ts'
import type { Mail } from '../mail/index.ts'

const RECIPIENTS = ['owner', 'admin', 'developer'] as const

const letters = {
  en: (profileId: string, reason: string, url: string) => ({
    subject: `Webhook “${profileId}” was paused`,
    text: `Deliveries to the notification profile “${profileId}” have failed for more than an hour, so it was paused. The last reason: ${reason}.\n\nWhat comes meanwhile waits for up to 48 hours. Mend the address, try it with a sample event, and resume the profile here:\n\n${url}\n`,
  }),
  ja: (profileId: string, reason: string, url: string) => ({
    subject: `Webhook「${profileId}」を一時停止しました`,
    text: `通知プロファイル「${profileId}」への配信が1時間以上失敗し続けたため、一時停止しました。最後の理由: ${reason}\n\nその間の通知は最長48時間保持されます。宛先を修正し、サンプルイベントで確認してから、次のページで再開してください。\n\n${url}\n`,
  }),
}

/** Tells those who run an account's webhooks that a profile was paused, each in their language. */
export async function tellPaused(
  parts: { db: Db; accounts: Accounts; mail: Mail; url: string },
  { accountId, profileId, reason }: { accountId: number; profileId: string; reason: string },
): Promise<void> {
  const { db, accounts, mail } = parts
  for (const { email, locale } of await accounts.peopleInRoles(accountId, RECIPIENTS)) {
    const language = locale.startsWith('ja') ? 'ja' : 'en'
    const { subject, text } = letters[language](
      profileId.slice(0, 100),
      reason,
      `${parts.url}/portal/webhooks`,
    )
    await mail.send(db, { to: email, subject, text, language, accountId, kind: 'webhook-paused' })
  }
}
