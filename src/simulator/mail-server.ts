import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'
import type { Log } from '../core/log.ts'
import { mailboxLimits, type Mailbox } from './mailbox.ts'

export interface MailServer {
  port: number
  close(): Promise<void>
}

/** An SMTP server (RFC 5321) that takes every mail for everybody and hands it to the mailbox. No TLS, no log-in. */
export async function openMailServer(options: {
  mailbox: Mailbox
  host: string
  /** 0: any free one. */
  port: number
  log: Log
}): Promise<MailServer> {
  const { mailbox, log } = options
  const server = new SMTPServer({
    name: 'simulator',
    banner: 'Trunkline simulator',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: mailboxLimits.mailOctetsMax,
    maxClients: 50,
    socketTimeout: 30_000,
    closeTimeout: 1_000,
    onRcptTo: (_address, session, answer) =>
      answer(
        session.envelope.rcptTo.length >= mailboxLimits.recipientsMax
          ? smtpError(452, `at most ${mailboxLimits.recipientsMax} recipients in one mail`)
          : undefined,
      ),
    onData: (stream, session, answer) => {
      const recipients = session.envelope.rcptTo.map(({ address }) => address)
      readAll(stream)
        .then((raw) => (raw === null ? null : mailbox.take(raw, recipients)))
        .then((kept) =>
          answer(
            kept === null
              ? smtpError(552, `a mail has at most ${mailboxLimits.mailOctetsMax} octets`)
              : undefined,
          ),
        )
        .catch((error: unknown) => {
          log.error({ err: error }, 'a mail could not be kept')
          answer(smtpError(451, 'the mail could not be kept'))
        })
    },
  })
  server.on('error', (error: Error) => log.debug({ reason: error.message }, 'a mail connection'))
  await new Promise<void>((resolve, reject) => {
    server.server.once('error', reject)
    server.listen(options.port, options.host, () => resolve())
  })
  const bound = server.server.address()
  return {
    port: typeof bound === 'object' && bound ? bound.port : options.port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** @returns null when it is too large; what is over the limit is read and dropped */
async function readAll(stream: SMTPServerDataStream): Promise<Buffer | null> {
  const chunks: Buffer[] = []
  for await (const chunk of stream as AsyncIterable<Buffer>)
    if (!stream.sizeExceeded) chunks.push(chunk)
  return stream.sizeExceeded ? null : Buffer.concat(chunks)
}

const smtpError = (responseCode: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode })
