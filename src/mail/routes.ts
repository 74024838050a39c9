import { randomUUID } from 'node:crypto'
import type { App, Operation } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import { htmlOf } from './letter.ts'
import { RelayRefused, type Relay } from './relay.ts'
import { countMails } from './store.ts'
import * as wire from './wire.ts'

const shared = {
  product: 'mail',
  envelope: 2,
  access: ['accounts:manage'],
  rootAccountOnly: true,
} as const satisfies Partial<Operation>

const ANSWER_CHARACTERS_MAX = 500

/** `/mail/1`: how mails leave the installation, for whoever runs it. */
export function addMail(app: App, { db, relay }: { db: Db; relay: Relay }): void {
  app.operation(
    {
      ...shared,
      id: 'get-mail-relay',
      method: 'GET',
      path: '/mail/1/relay',
      summary: 'How mails leave this installation',
      answers: { 200: wire.Relay },
    },
    async () => ({
      way: relay.way,
      address: relay.address,
      from: relay.from,
      ...(await countMails(db)),
    }),
  )
  app.operation(
    {
      ...shared,
      id: 'send-test-mail',
      method: 'POST',
      path: '/mail/1/test',
      summary: 'Send a test mail and tell what the relay says',
      description: 'Goes past the queue, so the answer is that of the relay, at once.',
      body: wire.TestMail,
      answers: { 200: wire.TestMailOutcome },
    },
    async ({ body }) => {
      if (relay.way === 'none')
        return {
          accepted: false,
          code: null,
          answer: 'There is no relay and no simulator: set SMTP_URL and start again.',
        }
      const letter = {
        subject: 'Trunkline test mail',
        text: 'This mail was sent to see whether the relay takes mails of this installation.\n\nIt does.',
      }
      try {
        const { code, answer } = await relay.post({
          ...letter,
          html: htmlOf(letter, 'en'),
          id: randomUUID(),
          kind: 'test',
          to: body.to,
        })
        return { accepted: true, code, answer: answer.slice(0, ANSWER_CHARACTERS_MAX) }
      } catch (error) {
        if (!(error instanceof RelayRefused)) throw error
        return {
          accepted: false,
          code: error.code,
          answer: error.message.slice(0, ANSWER_CHARACTERS_MAX),
        }
      }
    },
  )
}
