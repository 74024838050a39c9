import type { Accounts } from '../accounts/index.ts'
import type { EventLog } from '../core/events/index.ts'
import type { Tx } from '../core/storage/index.ts'
import type { Outbound } from '../core/webhooks/index.ts'
import type { Mail } from '../mail/index.ts'
import type { Alarm, OperatorsNeeds } from '../telecoms/operators/index.ts'

const RECIPIENTS = ['owner', 'admin'] as const

const words = {
  en: {
    DOWN: ({ measured }: Alarm) => `has had no link for ${rounded(measured)} seconds`,
    ERRORS: ({ measured }: Alarm) => `had ${rounded(measured)} % of its messages refused or not answered in the last five minutes`, // prettier-ignore
    THROTTLED: ({ measured }: Alarm) => `was asked to slow down for ${rounded(measured)} % of its messages in the last five minutes`, // prettier-ignore
    QUEUE: ({ measured }: Alarm) =>
      `has messages that have waited for ${rounded(measured)} seconds`,
    raised: (name: string) => `Operator connection “${name}” needs you`,
    cleared: (name: string) => `Operator connection “${name}” is well again`,
    began: (name: string, what: string, url: string) =>
      `The operator connection “${name}” ${what}. Messages that cannot leave wait, and go out by themselves when they can.\n\nSee what it says and what to do:\n\n${url}\n`,
    over: (name: string, url: string) =>
      `What was wrong with the operator connection “${name}” is over.\n\n${url}\n`,
  },
  ja: {
    DOWN: ({ measured }: Alarm) => `${rounded(measured)}秒間接続されていません`,
    ERRORS: ({ measured }: Alarm) => `直近5分間のメッセージの${rounded(measured)}%が拒否されたか、応答がありませんでした`, // prettier-ignore
    THROTTLED: ({ measured }: Alarm) => `直近5分間のメッセージの${rounded(measured)}%で減速を求められました`, // prettier-ignore
    QUEUE: ({ measured }: Alarm) => `${rounded(measured)}秒間待機しているメッセージがあります`,
    raised: (name: string) => `事業者接続「${name}」に問題があります`,
    cleared: (name: string) => `事業者接続「${name}」は復旧しました`,
    began: (name: string, what: string, url: string) =>
      `事業者接続「${name}」は、${what}。送信できないメッセージは待機し、可能になり次第自動的に送信されます。\n\n詳細と対処方法:\n\n${url}\n`,
    over: (name: string, url: string) => `事業者接続「${name}」の問題は解消しました。\n\n${url}\n`,
  },
} as const

const rounded = (value: number): string => String(Math.round(value))

interface Parts {
  events: EventLog
  accounts: Pick<Accounts, 'peopleInRoles' | 'rootAccountId'>
  mail: Pick<Mail, 'send'>
  outbound: Pick<Outbound, 'post' | 'addressFault'>
  publicUrl: () => string
}

/** What operator connections need for their alarms. */
export const operatorAlarms = (parts: Parts & Pick<Needs, 'oldestDue'>): Needs => ({
  post: parts.outbound.post,
  addressFault: parts.outbound.addressFault,
  oldestDue: parts.oldestDue,
  tell: (tx, alarm, event, byMail) => tell(parts, tx, alarm, event, byMail),
})
type Needs = NonNullable<OperatorsNeeds['alarms']>

/** Tells those who look at connections, and by mail those who run the installation, that an alarm began or ended. */
async function tell(
  { events, accounts, mail, publicUrl }: Parts,
  tx: Tx,
  alarm: Alarm,
  event: 'RAISED' | 'CLEARED',
  byMail: boolean,
): Promise<void> {
  const accountId = accounts.rootAccountId
  const { connectionId, connectionName: name, kind } = alarm
  await events.append(tx, [
    {
      accountId,
      topic: 'connections',
      type: 'CONNECTION_ALARM',
      id: String(connectionId),
      data: { kind, event },
    },
  ])
  if (!byMail) return
  const url = `${publicUrl()}/portal/connections/${connectionId}`
  for (const { email, locale } of await accounts.peopleInRoles(accountId, RECIPIENTS)) {
    const language = locale.startsWith('ja') ? 'ja' : 'en'
    const says = words[language]
    const [subject, text] =
      event === 'RAISED'
        ? [says.raised(name), says.began(name, says[kind](alarm), url)]
        : [says.cleared(name), says.over(name, url)]
    await mail.send(tx, { to: email, subject, text, language, accountId, kind: 'operator-alarm' })
  }
}
