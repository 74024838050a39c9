import { join } from 'node:path'
import type { AddressObject } from 'mailparser'
import { Journal } from './journal.ts'

export const mailboxLimits = {
  /** The oldest go first. */
  mailsMax: 1_000,
  /** One mail as it comes over SMTP. */
  mailOctetsMax: 1_048_576,
  /** Of one text, one HTML body; the rest is cut off. */
  bodyCharactersMax: 200_000,
  textCharactersMax: 1_000,
  recipientsMax: 50,
}

/** A mail as the mailbox shows it. */
export interface ShownMail {
  id: number
  at: number
  from: string
  to: string[]
  subject: string
  text: string
  html: string | null
}

/**
 * Every mail that was sent to the simulator, whoever it is for: mails of an installation without a relay end here.
 * It has a journal of its own beside that of the messages; a mail is acknowledged once its line is written.
 */
export class Mailbox {
  /** Oldest first. */
  readonly #mails = new Map<number, ShownMail>()
  readonly #journal: Journal
  readonly #nextId: () => number
  readonly #now: () => number

  constructor(options: { folder: string; now: () => number; nextId: () => number }) {
    this.#now = options.now
    this.#nextId = options.nextId
    // Nothing in it is unfinished, so nothing has to be carried over when a segment goes.
    this.#journal = new Journal(join(options.folder, 'mails'), () => undefined, {
      segmentOctetsMax: 2 * 1024 * 1024,
      keptOctetsMax: 16 * 1024 * 1024,
      syncAfterMs: 100,
    })
    this.#journal.open((record) => this.#keep(record as ShownMail))
  }

  get count(): number {
    return this.#mails.size
  }

  /** Parses a mail as it came over SMTP and keeps it. */
  async take(raw: Buffer, recipients: readonly string[]): Promise<void> {
    // Loaded with the first mail: a run without mails needs none of it.
    const { simpleParser } = await import('mailparser')
    const parsed = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: false })
    const mail: ShownMail = {
      id: this.#nextId(),
      at: this.#now(),
      from: cut(parsed.from?.text ?? '', mailboxLimits.textCharactersMax),
      to: recipients.length > 0 ? [...recipients] : addressesOf(parsed.to),
      subject: cut(parsed.subject ?? '', mailboxLimits.textCharactersMax),
      text: cut(parsed.text ?? '', mailboxLimits.bodyCharactersMax),
      html: parsed.html ? cut(parsed.html, mailboxLimits.bodyCharactersMax) : null,
    }
    this.#journal.append(mail)
    this.#journal.flush()
    this.#keep(mail)
  }

  find(id: number): ShownMail | undefined {
    return this.#mails.get(id)
  }

  /** Newest first. @param before ids below this one only */
  list(
    to: string | undefined,
    before: number,
    limit: number,
  ): { page: ShownMail[]; more: boolean } {
    const wanted = to?.toLowerCase()
    const found: ShownMail[] = []
    for (const mail of [...this.#mails.values()].toReversed()) {
      if (mail.id >= before) continue
      if (wanted !== undefined && !mail.to.some((one) => one.toLowerCase() === wanted)) continue
      if (found.length === limit) return { page: found, more: true }
      found.push(mail)
    }
    return { page: found, more: false }
  }

  /** @returns how many there were */
  clear(): number {
    const count = this.#mails.size
    this.#mails.clear()
    this.#journal.wipe()
    return count
  }

  close(): void {
    this.#journal.close()
  }

  #keep(mail: ShownMail): void {
    this.#mails.set(mail.id, mail)
    if (this.#mails.size > mailboxLimits.mailsMax)
      this.#mails.delete(this.#mails.keys().next().value!)
  }
}

const cut = (text: string, charactersMax: number): string => text.slice(0, charactersMax)

const addressesOf = (said: AddressObject | AddressObject[] | undefined): string[] =>
  [said ?? []]
    .flat()
    .flatMap((one) => one.value.map(({ address }) => address ?? ''))
    .slice(0, mailboxLimits.recipientsMax)
