import type { Transporter } from 'nodemailer'
import { isLoopback } from '../core/settings.ts'

/** How mails leave this installation. */
export type Way = 'relay' | 'simulator' | 'none'

export interface RelaySettings {
  /** With user and password; null: none is configured. */
  smtpUrl: string | null
  /** The simulator's mailbox on this machine; null: the simulator is off. */
  mailboxPort: number | null
  /** `Name <address>`, or an address. */
  from: string
}

export interface Posted {
  to: string
  subject: string
  text: string
  html: string
  /** Of the mail in our outbox: a relay that gets it twice can tell. */
  id: string
  /** RFC 3834: no answer by a machine is wanted. */
  kind: string
}

/** The relay did not take a mail. `code` is its three-digit answer (RFC 5321 §4.2), null when there was none. */
export class RelayRefused extends Error {
  override readonly name = 'RelayRefused'
  readonly code: number | null
  /** Trying again is of no use: the relay will not have this recipient. */
  readonly forGood: boolean

  constructor(text: string, code: number | null, forGood: boolean, cause: unknown) {
    super(text, { cause })
    this.code = code
    this.forGood = forGood
  }
}

const CONNECT_MS_MAX = 15_000
const ANSWER_MS_MAX = 60_000
const CONNECTIONS_MAX = 4

/** The SMTP server that mails are handed to (RFC 5321), over at most four connections. */
export class Relay {
  readonly way: Way
  readonly from: string
  /** `host:port`, without credentials; null when there is no way out. */
  readonly address: string | null
  readonly #settings: RelaySettings
  #transport: Promise<Transporter> | null = null

  constructor(settings: RelaySettings) {
    this.#settings = settings
    this.from = settings.from
    const { smtpUrl, mailboxPort } = settings
    this.way = smtpUrl !== null ? 'relay' : mailboxPort !== null ? 'simulator' : 'none'
    this.address =
      smtpUrl !== null
        ? new URL(smtpUrl).host
        : mailboxPort !== null
          ? `127.0.0.1:${mailboxPort}`
          : null
  }

  /**
   * @returns the relay's answer, such as `250 2.0.0 Ok: queued`
   * @throws RelayRefused
   */
  async post(mail: Posted): Promise<{ code: number | null; answer: string }> {
    try {
      const transport = await (this.#transport ??= this.#open())
      const sent = (await transport.sendMail({
        from: this.from,
        // An address object is taken as it is; a text would be parsed as a list.
        to: { name: '', address: mail.to },
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        messageId: `<${mail.id}@${domainOf(this.from)}>`,
        headers: { 'Auto-Submitted': 'auto-generated', 'X-Trunkline-Kind': mail.kind },
        disableFileAccess: true,
        disableUrlAccess: true,
      })) as { response?: string }
      const answer = sent.response ?? ''
      return { code: codeIn(answer), answer }
    } catch (error) {
      throw refusalOf(error)
    }
  }

  async close(): Promise<void> {
    ;(await this.#transport)?.close()
    this.#transport = null
  }

  async #open(): Promise<Transporter> {
    // Loaded with the first mail: the start need not wait for it.
    const { createTransport } = await import('nodemailer')
    const times = {
      pool: true,
      maxConnections: CONNECTIONS_MAX,
      connectionTimeout: CONNECT_MS_MAX,
      greetingTimeout: CONNECT_MS_MAX,
      socketTimeout: ANSWER_MS_MAX,
    } as const
    const { smtpUrl, mailboxPort } = this.#settings
    if (smtpUrl === null)
      return createTransport({
        ...times,
        host: '127.0.0.1',
        port: mailboxPort ?? 0,
        secure: false,
        ignoreTLS: true,
      })
    const url = new URL(smtpUrl)
    const secure = url.protocol === 'smtps:'
    return createTransport({
      ...times,
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
      secure,
      // A password never travels in the clear, except to this machine.
      requireTLS: url.username !== '' && !isLoopback(url.hostname),
      ...(url.username === ''
        ? {}
        : {
            auth: {
              user: decodeURIComponent(url.username),
              pass: decodeURIComponent(url.password),
            },
          }),
    })
  }
}

const codeIn = (answer: string): number | null => {
  const [, code] = /^(\d{3})\b/.exec(answer) ?? []
  return code === undefined ? null : Number(code)
}

const domainOf = (from: string): string => /@([^\s>@]+)>?$/.exec(from)?.[1] ?? 'localhost'

function refusalOf(error: unknown): RelayRefused {
  const { message, responseCode, response, command } = error as Error & {
    responseCode?: number
    response?: string
    command?: string
  }
  const code = responseCode ?? null
  // Anything but the recipient may be mended by whoever runs the relay, so it is tried again.
  const forGood = code !== null && code >= 500 && command === 'RCPT TO'
  return new RelayRefused(response ?? message, code, forGood, error)
}
