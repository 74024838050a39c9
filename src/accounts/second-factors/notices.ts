import type { Tx } from '../../core/storage/index.ts'
import type { SendsMail } from '../needs.ts'

export interface Addressee {
  accountId: number
  email: string
  locale: string
}

/** What a person is told of, since it may not have been they who did it. */
export type Happening = 'added' | 'removed' | 'recovery-code-used' | 'reset' | 'codes-made'

const words: Readonly<Record<'en' | 'ja', Record<Happening, readonly [string, string]>>> = {
  en: {
    added: [
      'A second factor was added to your log-in',
      'A second factor (an authenticator app or a passkey) was added to your log-in.',
    ],
    removed: [
      'A second factor was removed from your log-in',
      'A second factor (an authenticator app or a passkey) was removed from your log-in.',
    ],
    'recovery-code-used': [
      'A recovery code was used',
      'Somebody logged in, or confirmed a change, with one of your recovery codes. It cannot be used again.',
    ],
    reset: [
      'Your second factors were reset',
      'An owner of your account removed all second factors and recovery codes from your log-in. Your sessions have ended.',
    ],
    'codes-made': [
      'New recovery codes were made',
      'New recovery codes were made for your log-in. The old ones do not work any more.',
    ],
  },
  ja: {
    added: [
      'ログインに二要素認証の手段が追加されました',
      'あなたのログインに二要素認証の手段(認証アプリまたはパスキー)が追加されました。',
    ],
    removed: [
      'ログインから二要素認証の手段が削除されました',
      'あなたのログインから二要素認証の手段(認証アプリまたはパスキー)が削除されました。',
    ],
    'recovery-code-used': [
      'リカバリーコードが使用されました',
      'あなたのリカバリーコードを使って、ログインまたは変更の確認が行われました。このコードは再び使えません。',
    ],
    reset: [
      '二要素認証がリセットされました',
      'アカウントのオーナーが、あなたのログインからすべての二要素認証の手段とリカバリーコードを削除しました。セッションは終了しています。',
    ],
    'codes-made': [
      '新しいリカバリーコードが作成されました',
      'あなたのログイン用に新しいリカバリーコードが作成されました。以前のコードは使えません。',
    ],
  },
}
const ifNotYou = {
  en: 'If that was not you, change your password at once and tell an owner of your account.',
  ja: '心当たりがない場合は、すぐにパスワードを変更し、アカウントのオーナーに連絡してください。',
}

/** Tells a person of a change to their log-in, in their language; goes out only if the change does. */
export async function tell(
  mail: SendsMail,
  tx: Tx,
  { accountId, email, locale }: Addressee,
  what: Happening,
): Promise<void> {
  const language = locale.startsWith('ja') ? 'ja' : 'en'
  const [subject, text] = words[language][what]
  await mail.send(tx, {
    to: email,
    subject,
    text: `${text}\n\n${ifNotYou[language]}\n`,
    language,
    accountId,
    kind: 'security',
  })
}
