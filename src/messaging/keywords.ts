import type { Clock } from '../core/clock.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import { wireTime } from '../core/http/index.ts'
import type { Log } from '../core/log.ts'
import type { Tx } from '../core/storage/index.ts'
import { toMsisdn } from '../protocols/e164/index.ts'
import type { Meaning, Rules } from '../telecoms/rules/index.ts'
import { blockedSender } from './blocklist.ts'
import type { ChannelId, SendRequest, SendResult } from './message.ts'
import type { SubscriptionsDoor } from './needs.ts'
import { statusOf } from './statuses.ts'
import { addBlocked, removeBlocked } from './store/blocklist.ts'

/** Answers to one number from one of ours within an hour: two programs that answer each other come to an end. */
const ANSWERS_MAX = 5
const HOUR_MS = 3_600_000
const PAIRS_MAX = 100_000

/** A message from a handset, as it was stored. */
export interface Heard {
  accountId: number
  id: string
  channel: string
  /** The handset. */
  from: string
  /** Our number. */
  own: string
  text: string
  applicationId: string | null
  entityId: string | null
}

/** What is to be said to somebody who sent a keyword. */
export interface Answer {
  accountId: number
  inboundId: string
  channel: string
  from: string
  to: string
  text: string
}

/**
 * STOP, START and HELP from handsets. The wish is stored with the message that holds it, so that it counts once the operator
 * is answered; what is said to it goes out afterwards, as any other message does.
 */
export class Keywords {
  readonly #clock: Clock
  readonly #log: Log
  readonly #rules: Pick<Rules, 'of'>
  readonly #subscriptions: Pick<SubscriptionsDoor, 'publish'>
  readonly #send: (request: SendRequest) => Promise<SendResult>
  readonly #answers: ExpiringCache<{ count: number }>

  constructor(parts: {
    clock: Clock
    log: Log
    rules: Pick<Rules, 'of'>
    subscriptions: Pick<SubscriptionsDoor, 'publish'>
    send: (request: SendRequest) => Promise<SendResult>
  }) {
    this.#clock = parts.clock
    this.#log = parts.log
    this.#rules = parts.rules
    this.#subscriptions = parts.subscriptions
    this.#send = parts.send
    this.#answers = new ExpiringCache(parts.clock, { ttlMs: HOUR_MS, entriesMax: PAIRS_MAX })
  }

  /** Does what a text asks for, in the transaction that stores it. @returns what is to be answered once that is over */
  async hear(tx: Tx, heard: Heard): Promise<Answer | null> {
    const handset = toMsisdn(heard.from)
    if (handset === null) return null
    const rules = (await this.#rules.of(tx, [heard.accountId])).get(heard.accountId)!
    if (!rules.keywordsOn) return null
    const number = blockedSender(heard.own)
    const meaning = rules.meaningOf(heard.text, number)
    if (meaning === null) return null
    if (
      meaning !== 'HELP' &&
      !(await this.#change(tx, heard, meaning, handset, number, rules.optOutScope))
    )
      return null
    const text = rules.answerTo(meaning, number)
    if (text === null) return null
    const { accountId, id, channel } = heard
    return { accountId, inboundId: id, channel, from: number, to: handset, text }
  }

  /** @returns whether it was otherwise before */
  async #change(
    tx: Tx,
    heard: Heard,
    meaning: Exclude<Meaning, 'HELP'>,
    handset: string,
    number: string,
    scope: 'SENDER' | 'ACCOUNT',
  ): Promise<boolean> {
    const now = this.#clock.now()
    const work = (sender: string) => ({
      account_id: heard.accountId,
      adds: meaning === 'STOP',
      dests: [handset],
      sender,
      channel: heard.channel,
      source: 'MO',
    })
    const changed =
      meaning === 'STOP'
        ? await addBlocked(tx, work(scope === 'ACCOUNT' ? '' : number), now)
        : (await removeBlocked(tx, work(number))) + (await removeBlocked(tx, work('')))
    if (changed === 0) return false
    const event = meaning === 'STOP' ? 'BLOCK' : 'UNBLOCK'
    const { applicationId, entityId } = heard
    await this.#subscriptions.publish(
      tx,
      heard.accountId,
      { channel: 'BLOCKLIST', event, applicationId, entityId, resource: number, user: handset },
      {
        event,
        receivedAt: wireTime(now),
        messageId: heard.id,
        content: {
          ...(meaning === 'STOP' && scope === 'ACCOUNT' ? {} : { sender: number }),
          destination: handset,
          channel: heard.channel,
          sourceType: 'MO',
          inboundMessageReference: { inboundMessageId: heard.id },
        },
      },
    )
    return true
  }

  /** Sends an answer, once for a message; the blocklist does not hold it back. Its end is that of any message. */
  answer(answer: Answer): void {
    if (!this.#within(answer)) return
    this.#send(requestOf(answer)).then(
      ({ messages: [message] }) => {
        const { groupName, name } = statusOf(message!.statusId)
        if (groupName === 'REJECTED')
          this.#log.warn({ status: name }, 'an answer to a keyword was refused')
      },
      (error: unknown) =>
        this.#log.warn(
          { reason: (error as Error).message },
          'an answer to a keyword was not sent; what was asked for is done',
        ),
    )
  }

  #within({ from, to }: Answer): boolean {
    const key = `${from} ${to}`
    const said = this.#answers.peek(key)
    if (!said) this.#answers.set(key, { count: 1 })
    else if (said.count >= ANSWERS_MAX) return false
    else said.count += 1
    return true
  }
}

const requestOf = ({ accountId, inboundId, channel, from, to, text }: Answer): SendRequest => ({
  accountId,
  bulkId: null,
  sendAt: null,
  speedLimit: null,
  platform: [],
  messages: [
    {
      channel: channel as ChannelId,
      messageId: `answer-${inboundId}`,
      sender: from,
      to,
      content: { kind: 'text', text },
      contentClass: 'TRANSACTIONAL',
      flash: false,
      validityMs: null,
      window: null,
      callbackData: null,
      webhook: { shape: 'v3' },
      applicationId: null,
      entityId: null,
      campaignReferenceId: null,
      extras: null,
      answersKeyword: true,
    },
  ],
})
