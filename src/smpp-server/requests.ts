import type { Clock } from '../core/clock.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import { counter } from '../core/metrics.ts'
import type { Messaging, SendResult } from '../messaging/index.ts'
import {
  status,
  statusName,
  type PduView,
  type ResponseFields,
  type UnsuccessfulDelivery,
} from '../protocols/smpp/index.ts'
import type { Bind } from './customer.ts'
import { readId, writeId } from './message-ids.ts'
import { cancel, query, replace } from './requests-about-messages.ts'
import { commandStatusOf, commandStatusOfError } from './refusals.ts'
import { bulkIdOf } from './settings.ts'
import { readSubmission, type Submission } from './submission.ts'

/** SMPP 3.4 §5.2.24. */
const DESTINATIONS_MAX = 254

const requests = counter(
  'smpp_server_requests_total',
  'Requests of SMPP customers by what they were answered',
  ['command', 'status'],
)

/** What a customer's request needs to be answered: its bind, and where its answer goes. */
export interface Asked {
  bind: Bind
  ticket: number
  command: string
}

/** Answers what customers ask: submissions go the way of every message, and are answered after the commit. */
export class Requests {
  readonly #messaging: Messaging
  readonly #clock: Clock
  readonly #log: Log
  readonly #underWay = new Set<Promise<void>>()
  #stopping = false

  constructor(parts: { messaging: Messaging; clock: Clock; log: Log }) {
    this.#messaging = parts.messaging
    this.#clock = parts.clock
    this.#log = parts.log
  }

  /** Takes no more; resolves when what was taken is answered. */
  async stop(): Promise<void> {
    this.#stopping = true
    await Promise.all(this.#underWay)
  }

  /** The view is valid during the call only: all of it is read before anything waits. */
  answer(bind: Bind, view: PduView, ticket: number): void {
    const asked: Asked = { bind, ticket, command: view.name ?? 'unknown' }
    // The customer waits, and finds another process or this one again.
    if (this.#stopping) return respond(asked, status.ESME_RMSGQFUL)
    switch (view.name) {
      case 'submit_sm':
      case 'data_sm':
        return this.#submit(asked, view)
      case 'submit_multi':
        return this.#submitMulti(asked, view)
      case 'query_sm':
      case 'cancel_sm':
      case 'replace_sm':
        return this.#about(asked, view)
      default:
        // broadcast_sm and its kin: there is no cell broadcast here, in any version.
        return respond(asked, status.ESME_RINVCMDID)
    }
  }

  #submit(asked: Asked, view: PduView): void {
    const { customer } = asked.bind
    const submission = this.#admit(asked, view)
    if (submission === null) return
    const to = view.text('destination_addr')
    if (to === '') return respond(asked, status.ESME_RINVDSTADR)
    const scheduledId = submission.sendAt === null ? null : uuidv7(this.#clock.ms())
    this.#accept(asked, submission, [{ messageId: scheduledId, to }], scheduledId, (sent) => {
      const [message] = sent.messages as [SendResult['messages'][number]]
      const refusal = commandStatusOf(message.statusId)
      if (refusal !== status.ESME_ROK) return respond(asked, refusal)
      asked.bind.submitted++
      const message_id = writeId(message.messageId, customer.user.settings.messageIds)
      return respond(asked, status.ESME_ROK, this.#withCongestion(asked, { message_id }))
    })
  }

  /** All recipients share one id; their receipts differ in the source address. Source: SMPP 3.4 §4.5. */
  #submitMulti(asked: Asked, view: PduView): void {
    const { customer } = asked.bind
    const submission = this.#admit(asked, view)
    if (submission === null) return
    const named = view.destinations()
    if (named.length === 0 || named.length > DESTINATIONS_MAX)
      return respond(asked, status.ESME_RINVNUMDESTS)
    const unsuccess: UnsuccessfulDelivery[] = []
    const recipients = named.flatMap((one) => {
      if (!('dl_name' in one)) return [{ ...one, messageId: null, to: one.destination_addr }]
      // There are no distribution lists here.
      unsuccess.push({ destination_addr: one.dl_name, error_status_code: status.ESME_RINVDLNAME })
      return []
    })
    if (recipients.length === 0) return respond(asked, status.ESME_RINVDLNAME)
    customer.rate.charge(recipients.length - 1)
    const id = uuidv7(this.#clock.ms())
    this.#accept(asked, submission, recipients, id, (sent) => {
      sent.messages.forEach((message, index) => {
        const refusal = commandStatusOf(message.statusId)
        const { messageId: _, to: __, ...address } = recipients[index]!
        if (refusal !== status.ESME_ROK) unsuccess.push({ ...address, error_status_code: refusal })
      })
      if (unsuccess.length === named.length)
        return respond(asked, unsuccess.at(-1)!.error_status_code)
      asked.bind.submitted += named.length - unsuccess.length
      const message_id = writeId(id, customer.user.settings.messageIds)
      return respond(
        asked,
        status.ESME_ROK,
        this.#withCongestion(asked, { message_id, unsuccess_sme: unsuccess }),
      )
    })
  }

  /** What can be refused without asking anybody. */
  #admit(asked: Asked, view: PduView): Submission | null {
    const { customer } = asked.bind
    const now = this.#clock.ms()
    if (!customer.rate.take(now)) {
      respond(asked, status.ESME_RTHROTTLED)
      return null
    }
    const submission = readSubmission(view, customer.user, now)
    if (typeof submission !== 'number') return submission
    respond(asked, submission)
    return null
  }

  /** @param id of the bulk that the recipients make up, when they share one or wait; null: they need none */
  #accept(
    asked: Asked,
    { message, sendAt }: Submission,
    recipients: readonly { messageId: string | null; to: string }[],
    id: string | null,
    answer: (sent: SendResult) => void,
  ): void {
    const { user, rate } = asked.bind.customer
    const accepting = this.#messaging.accept({
      accountId: user.accountId,
      bulkId: id === null ? null : bulkIdOf(user.userId, id),
      sendAt: sendAt === null ? null : new Date(sendAt),
      speedLimit: null,
      platform: [],
      messages: recipients.map(({ messageId, to }) => ({ ...message, messageId, to })),
    })
    this.#track(
      asked,
      accepting.then((sent) => {
        rate.charge(sent.messages.reduce((sum, { parts }) => sum + Math.max(0, parts - 1), 0))
        answer(sent)
      }),
    )
  }

  #about(asked: Asked, view: PduView): void {
    const messageId = view.text('message_id')
    const id = readId(messageId)
    const needs = { messaging: this.#messaging, now: this.#clock.ms() }
    const doing =
      view.name === 'query_sm'
        ? query(needs, asked.bind, id)
        : view.name === 'cancel_sm'
          ? cancel(needs, asked.bind, id)
          : replace(needs, asked.bind, id, view)
    this.#track(
      asked,
      doing.then(({ commandStatus, fields }) =>
        respond(asked, commandStatus, fields && { ...fields, message_id: messageId }),
      ),
    )
  }

  #track(asked: Asked, work: Promise<void>): void {
    const ending = work.catch((error: unknown) => this.#failed(asked, error))
    this.#underWay.add(ending)
    void ending.then(() => this.#underWay.delete(ending))
  }

  #failed(asked: Asked, error: unknown): void {
    const commandStatus = commandStatusOfError(error)
    if (commandStatus === status.ESME_RSYSERR)
      this.#log.warn(
        { reason: (error as Error).message, command: asked.command },
        'a request of an SMPP customer failed',
      )
    respond(asked, commandStatus)
  }

  /** How near a 5.0 peer is to its rate. Source: SMPP 5.0 §4.8.4.18. */
  #withCongestion({ bind }: Asked, fields: ResponseFields): ResponseFields {
    if (bind.session.peerVersion < 0x50) return fields
    return {
      ...fields,
      tlvs: { congestion_state: bind.customer.rate.congestion(this.#clock.ms()) },
    }
  }
}

function respond(
  { bind, ticket, command }: Asked,
  commandStatus: number,
  fields?: ResponseFields,
): void {
  requests.inc({ command, status: statusName(commandStatus) })
  bind.session.respond(ticket, commandStatus, fields)
}
