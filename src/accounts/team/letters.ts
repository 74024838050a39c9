/** What the mails of this module say, in the languages of the portal. Plain text; a line that is an address is a link. */

export interface Written {
  subject: string
  text: string
}

export type Language = 'en' | 'ja'

/** The language of a locale such as `ja-JP`; English for those we have no words in. */
export const languageOf = (locale: string): Language => (/^ja\b/i.test(locale) ? 'ja' : 'en')

interface Letters {
  confirmSignUp(link: string): Written
  knownSignUp(link: string): Written
  invitation(account: string, inviter: string | null, link: string): Written
  passwordReset(link: string): Written
  passwordChanged(link: string): Written
  emailConfirm(link: string): Written
  emailChanged(newAddress: string): Written
  emailTaken(): Written
  lockedOut(link: string): Written
}

const written = (subject: string, ...paragraphs: string[]): Written => ({
  subject,
  text: paragraphs.join('\n\n'),
})

export const letters: Readonly<Record<Language, Letters>> = {
  en: {
    confirmSignUp: (link) =>
      written(
        'Confirm your address',
        'Somebody, probably you, asked for a Trunkline account with this address. Confirm it within 24 hours and choose a password:',
        link,
        'If it was not you, do nothing: without this confirmation no account is made.',
      ),
    knownSignUp: (link) =>
      written(
        'You have an account already',
        'Somebody, probably you, asked for a Trunkline account with this address. It has one already, so nothing was changed.',
        'Log in, or choose a new password if you forgot yours:',
        link,
      ),
    invitation: (account, inviter, link) =>
      written(
        `Invitation to ${account}`,
        inviter === null
          ? `You are invited to the account ${account}.`
          : `${inviter} invites you to the account ${account}.`,
        'Accept within 7 days:',
        link,
        'If you do not know them, do nothing.',
      ),
    passwordReset: (link) =>
      written(
        'Choose a new password',
        'Somebody, probably you, asked to choose a new password for this address. The link is good once, for one hour:',
        link,
        'If it was not you, do nothing: your password stays as it is.',
      ),
    passwordChanged: (link) =>
      written(
        'Your password was changed',
        'The password of your account was changed, and your other sessions were ended.',
        'If it was not you, choose a new one at once and tell an owner of your account:',
        link,
      ),
    emailConfirm: (link) =>
      written(
        'Confirm your new address',
        'You asked to log in with this address from now on. Confirm it within 24 hours:',
        link,
        'If it was not you, do nothing.',
      ),
    emailChanged: (newAddress) =>
      written(
        'Your address was changed',
        `From now on you log in with ${newAddress} instead of this address.`,
        'If it was not you, tell an owner of your account at once.',
      ),
    emailTaken: () =>
      written(
        'Your address is in use already',
        'Somebody, probably you, asked to log in to another account with this address. It belongs to a person here already, so nothing was changed.',
      ),
    lockedOut: (link) =>
      written(
        'Wrong passwords for your account',
        'Somebody tried several wrong passwords for your account. Further tries are slowed down; your password still holds.',
        'If it was you and you forgot it, choose a new one:',
        link,
        'If it was not you and your password is used elsewhere too, choose a new one. You get this notice once a day at most.',
      ),
  },
  ja: {
    confirmSignUp: (link) =>
      written(
        'メールアドレスの確認',
        'このメールアドレスで Trunkline アカウントの申し込みがありました。24 時間以内に次のリンクを開き、パスワードを設定して確認を完了してください。',
        link,
        'お心当たりがない場合は、何もする必要はありません。確認されない限り、アカウントは作成されません。',
      ),
    knownSignUp: (link) =>
      written(
        'すでにアカウントをお持ちです',
        'このメールアドレスで Trunkline アカウントの申し込みがありましたが、すでにアカウントがあるため、何も変更されていません。',
        'ログインするか、パスワードをお忘れの場合は次のリンクから再設定してください。',
        link,
      ),
    invitation: (account, inviter, link) =>
      written(
        `${account} への招待`,
        inviter === null
          ? `アカウント「${account}」に招待されています。`
          : `${inviter} さんがアカウント「${account}」に招待しています。`,
        '7 日以内に次のリンクから参加してください。',
        link,
        'お心当たりがない場合は、何もする必要はありません。',
      ),
    passwordReset: (link) =>
      written(
        'パスワードの再設定',
        'このメールアドレスのパスワード再設定が申し込まれました。リンクは 1 時間有効で、1 回だけ使えます。',
        link,
        'お心当たりがない場合は、何もする必要はありません。パスワードは変わりません。',
      ),
    passwordChanged: (link) =>
      written(
        'パスワードが変更されました',
        'アカウントのパスワードが変更され、ほかのセッションは終了しました。',
        'ご自身の操作でない場合は、すぐに再設定し、アカウントのオーナーに知らせてください。',
        link,
      ),
    emailConfirm: (link) =>
      written(
        '新しいメールアドレスの確認',
        '今後このメールアドレスでログインするよう申し込まれました。24 時間以内に次のリンクから確認してください。',
        link,
        'お心当たりがない場合は、何もする必要はありません。',
      ),
    emailChanged: (newAddress) =>
      written(
        'メールアドレスが変更されました',
        `今後は、このアドレスの代わりに ${newAddress} でログインします。`,
        'ご自身の操作でない場合は、すぐにアカウントのオーナーに知らせてください。',
      ),
    emailTaken: () =>
      written(
        'このメールアドレスはすでに使われています',
        '別のアカウントでこのメールアドレスを使うよう申し込まれましたが、すでに登録されているため、何も変更されていません。',
      ),
    lockedOut: (link) =>
      written(
        'パスワードの入力に繰り返し失敗しています',
        'アカウントに対して誤ったパスワードが何度も入力されました。以後の試行は制限されます。パスワードはそのまま有効です。',
        'ご自身でパスワードをお忘れの場合は、次のリンクから再設定してください。',
        link,
        'お心当たりがなく、同じパスワードをほかのサービスでも使っている場合は、変更をお勧めします。この通知は 1 日に 1 回までです。',
      ),
  },
}
