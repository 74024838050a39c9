import { SmppCodecError, statusClass, type PduView, type Session } from '../protocols/smpp/index.ts'
import { DeliveryQueue, type Delivery } from './deliveries.ts'
import { asDataSm, inboundFields, receiptFields } from './receipts.ts'
import type { OperatorSettings } from './wire.ts'

export const deliveryLimits = {
  /** Answers "try again" an ESME may give before a receipt or MO is dropped: about a quarter of an hour in all. */
  attemptsMax: 30,
  retryAfterMs: 1_000,
  retryAfterMsMax: 30_000,
}

export type Link = Session<Delivery>

export interface LinkInfo {
  link: Link
  /** BOUND_TX, BOUND_RX or BOUND_TRX; the link itself forgets when it closes. */
  bind: string
  boundAt: number
}

/** What an operator asks of the simulation around it. */
export interface DeliveryOutcome {
  acknowledged(delivery: Delivery): void
  abandoned(delivery: Delivery): void
  retry(delivery: Delivery, afterMs: number): void
}

/**
 * One virtual operator: all binds of one system_id, and what waits for them. Receipts and MO go to its receiving
 * links in turn and stay until the ESME acknowledges them.
 */
export class VirtualOperator {
  readonly systemId: string
  settings: OperatorSettings
  readonly links: LinkInfo[] = []
  /** Links with requests that deafness left without an answer. */
  readonly ignored = new Set<Link>()
  readonly waiting = new DeliveryQueue()
  readonly #outcome: DeliveryOutcome
  #turn = 0
  #tokens = 0
  #tokensAt = 0

  constructor(systemId: string, settings: OperatorSettings, outcome: DeliveryOutcome) {
    this.systemId = systemId
    this.settings = settings
    this.#outcome = outcome
  }

  set(settings: OperatorSettings): void {
    this.settings = settings
    for (const { link } of this.links) link.windowMax = settings.windowSize
    if (settings.deaf) return
    for (const link of this.ignored) link.close('policy')
    this.ignored.clear()
  }

  dropLinks(): void {
    for (const { link } of this.links.slice()) link.close('policy')
  }

  /** Takes one message from the rate; a full second may come at once. @returns false above the rate */
  withinRate(now: number): boolean {
    const rate = this.settings.messagesPerSecond
    if (rate === 0) return true
    const grown =
      this.#tokensAt === 0 ? rate : this.#tokens + ((now - this.#tokensAt) * rate) / 1_000
    this.#tokens = Math.min(rate, Math.max(0, grown))
    this.#tokensAt = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  /** Sends what waits, as far as there are links with room in their windows. */
  pump(): void {
    for (let delivery = this.waiting.first(); delivery; delivery = this.waiting.first()) {
      const link = this.#nextLink()
      if (!link) return
      try {
        if (this.#send(link, delivery) <= 0) return
      } catch (error) {
        // A field that fits no PDU (a raw MO, an address of a data_sm): no later try can mend it.
        if (!(error instanceof SmppCodecError)) throw error
        this.#outcome.abandoned(delivery)
      }
      this.waiting.dropFirst()
    }
  }

  answered(delivery: Delivery, view: PduView): void {
    const outcome = statusClass(view.commandStatus)
    if (outcome === 'ok') return this.#outcome.acknowledged(delivery)
    delivery.attempts++
    if (outcome === 'permanent' || delivery.attempts >= deliveryLimits.attemptsMax)
      return this.#outcome.abandoned(delivery)
    const wait = deliveryLimits.retryAfterMs * 2 ** Math.min(10, delivery.attempts - 1)
    return this.#outcome.retry(delivery, Math.min(deliveryLimits.retryAfterMsMax, wait))
  }

  /** In turn over the links; null when none can take anything now. */
  #nextLink(): Link | null {
    for (let tried = 0; tried < this.links.length; tried++) {
      this.#turn = (this.#turn + 1) % this.links.length
      const { link } = this.links[this.#turn]!
      if (link.room > 0) return link
    }
    return null
  }

  #send(link: Link, delivery: Delivery): number {
    if (delivery.inbound) return link.deliver(inboundFields(delivery.inbound), delivery)
    const fields = receiptFields(delivery.submission!, this.settings)
    if (this.settings.receiptPdu === 'data_sm')
      return link.send('data_sm', asDataSm(fields), delivery)
    return link.deliver(fields, delivery)
  }
}
