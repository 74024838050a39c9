import { randomUUID } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { dataMap } from './data-map.ts'
import { htmlOf } from './letter.ts'
import { Relay, type RelaySettings } from './relay.ts'
import { addMail } from './routes.ts'
import { BODY_PURPOSE, Sender } from './sender.ts'
import { insertMail } from './store.ts'

export { dataMap as mailDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const mailMigrations = new URL('./migrations/', import.meta.url)

const RECIPIENT = /^[^\s@<>]+@[^\s@<>]+$/
const RECIPIENT_CHARACTERS_MAX = 254
const SUBJECT_CHARACTERS_MAX = 200
const BODY_CHARACTERS_MAX = 100_000

export interface MailNeeds {
  db: Db
  secrets: Secrets
  clock: Clock
  log: Log
  relay: RelaySettings
}

/** A mail to one person. */
export interface OutgoingMail {
  /** One address, at most 254 characters. */
  to: string
  /** One line, at most 200 characters. */
  subject: string
  /** Paragraphs divided by empty lines; a paragraph that is nothing but an https address becomes a link. */
  text: string
  /** Made of `text` when left out. */
  html?: string
  /** BCP 47, such as `en`; the language of the text. */
  language?: string
  /** null before there is an account. */
  accountId: number | null
  /** What it is about, such as `invitation`: in logs and counters. */
  kind: string
}

export interface Mail {
  module: Module
  /**
   * Queues a mail in the caller's transaction: it goes out when that commits, and not when it does not. Tried for 48 h.
   * Delivered at least once: a crash between the relay's answer and our note of it sends it again, with the same id.
   */
  send(tx: Tx, mail: OutgoingMail): Promise<void>
}

/** Outgoing mail: a durable queue in front of an SMTP relay, or of the simulator's mailbox while there is none. */
export function mail(needs: MailNeeds): Mail {
  const { db, secrets, clock, log } = needs
  const relay = new Relay(needs.relay)
  const sender = new Sender({ db, clock, log, secrets, relay })
  return {
    send: async (tx, outgoing) => {
      refuseUnsendable(outgoing)
      const { to, subject, text, accountId, kind } = outgoing
      const id = randomUUID()
      const html = outgoing.html ?? htmlOf({ subject, text }, outgoing.language ?? 'en')
      const body = secrets.encrypt(BODY_PURPOSE, JSON.stringify({ text, html }), id)
      await insertMail(tx, { id, accountId, kind, recipient: to, subject, body }, clock.now())
    },
    module: {
      name: 'mail',
      migrations: mailMigrations,
      dataMap,
      routes: (app) => addMail(app, { db, relay }),
      start: async () => {
        if (relay.way === 'none')
          log.warn('mails cannot leave: set SMTP_URL; what waits is given up after 48 h')
        sender.start()
        return () => sender.stop()
      },
    },
  }
}

/** A mail that no relay would take is a bug of the module that made it. */
function refuseUnsendable({ to, subject, text, html }: OutgoingMail): void {
  if (!RECIPIENT.test(to) || to.length > RECIPIENT_CHARACTERS_MAX)
    throw new Error('a mail needs the address of one recipient')
  // A line break in a subject would begin another header.
  if (subject.length > SUBJECT_CHARACTERS_MAX || /\p{Cc}/u.test(subject))
    throw new Error('the subject of a mail is one line')
  if (text.length > BODY_CHARACTERS_MAX || (html?.length ?? 0) > BODY_CHARACTERS_MAX)
    throw new Error(`a mail has at most ${BODY_CHARACTERS_MAX} characters`)
}
