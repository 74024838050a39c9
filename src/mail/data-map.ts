import { key, personal, plain, table, type DataMap } from '../core/data-map.ts'

/** Mails go to people who use an account, or are asked to; rows go 7 days after their mail ended. */
const addressee = (category: string, find?: string) =>
  personal({
    rule: 'P02',
    subject: 'user',
    category,
    clock: 'ended_at',
    end: 'erase',
    ...(find === undefined ? {} : { find }),
  })

export const dataMap: DataMap = [
  table('mail.outbox', {
    id: key(),
    account_id: key(),
    kind: plain('what a mail is about'),
    recipient: addressee('user.contact.email', 'email'),
    subject: addressee('user.content'),
    body: addressee('user.content'),
    state: plain('state of a mail'),
    attempts: plain('count'),
    answer_code: plain("the relay's answer, three digits"),
    created_at: plain('time'),
    due_at: plain('time'),
    ended_at: plain('time'),
  }),
]
