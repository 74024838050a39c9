import type { Clock } from '../core/clock.ts'
import { transaction, type Db, type Tx } from '../core/storage/index.ts'
import { parseSender, type Msisdn } from '../protocols/e164/index.ts'
import { networkOf } from '../telecoms/numbering-plan/index.ts'
import { VALIDITY_MAX_MS } from './rows.ts'
import type { Channel } from './channel.ts'
import type { Content, MessageSettings, Webhook } from './message.ts'
import type { BillingDoor } from './needs.ts'
import * as status from './statuses.ts'
import { lockScheduled, replaceScheduled } from './store/replace.ts'
import { lockBulk, setBulk } from './store/bulks.ts'
import type { DueRow } from './store/schedule.ts'

/** What a scheduled message is to be instead. */
export interface Replacement {
  content: Content
  flash: boolean
  /** null: as long as can be. */
  validityMs: number | null
  webhook: Webhook | null
  extras: Readonly<Record<string, unknown>> | null
  /** null: when it was to go before. */
  sendAt: Date | null
}

/** The balance does not pay for the replacement: the message stays what it was. */
class Unpaid extends Error {}

/** Replaces the content of a message that waits for its time; a change in parts is a refund and a new charge. */
export class Replace {
  readonly #db: Db
  readonly #clock: Clock
  readonly #billing: BillingDoor
  readonly #channels: ReadonlyMap<string, Channel>

  constructor(parts: {
    db: Db
    clock: Clock
    billing: BillingDoor
    channels: ReadonlyMap<string, Channel>
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#billing = parts.billing
    this.#channels = parts.channels
  }

  /** @returns null when it was replaced, the status that hinders it, or UNKNOWN when nothing of the bulk waits */
  async take(
    accountId: number,
    bulkId: string,
    wanted: Replacement,
  ): Promise<null | number | 'UNKNOWN'> {
    try {
      return await transaction(this.#db, async (tx) => {
        await lockBulk(tx, accountId, bulkId)
        const before = await lockScheduled(tx, accountId, bulkId)
        return before ? this.#replace(tx, before, bulkId, wanted) : 'UNKNOWN'
      })
    } catch (error) {
      if (error instanceof Unpaid) return status.REJECTED_NOT_ENOUGH_CREDITS
      throw error
    }
  }

  async #replace(
    tx: Tx,
    before: DueRow,
    bulkId: string,
    wanted: Replacement,
  ): Promise<null | number> {
    const { content } = wanted
    const settings = settingsOf(before, wanted)
    const shape = this.#channels.get(before.channel)!.prepare(content, settings)
    if (!shape.ok) return shape.statusId
    const sendAt = wanted.sendAt ?? before.send_at
    await replaceScheduled(tx, {
      account_id: before.account_id,
      id: before.id,
      send_at: sendAt,
      body_kind: content.kind,
      body: content.kind === 'text' ? content.text : content.hex,
      settings,
      webhook: wanted.webhook,
      parts: shape.parts,
      validity_ms: wanted.validityMs ?? VALIDITY_MAX_MS,
      ...(await this.#charge(tx, before, shape.parts)),
    })
    await setBulk(tx, { accountId: before.account_id, bulkId, status: 'PENDING', sendAt })
    return null
  }

  /** The price stays while the number of parts does. @throws Unpaid */
  async #charge(tx: Tx, before: DueRow, parts: number) {
    const { price_micros, currency, tariff_id } = before
    if (parts === before.parts) return { price_micros, currency, tariff_id }
    const common = {
      accountId: before.account_id,
      applicationId: before.application_id,
      entityId: before.entity_id,
      reference: before.id,
    }
    if (tariff_id !== null)
      await this.#billing.refund(tx, [
        {
          ...common,
          tariffId: tariff_id,
          parts: before.parts,
          at: before.accepted_at.getTime(),
        },
      ])
    const sender = parseSender(before.sender)
    const [outcome] = await this.#billing.reserve(tx, [
      {
        ...common,
        channel: before.channel,
        direction: 'MT',
        country: networkOf(before.dest as Msisdn)?.countryIso ?? null,
        mccMnc: before.mcc_mnc,
        senderKind: sender.ok ? sender.sender.kind : 'alphanumeric',
        parts,
        at: this.#clock.ms(),
      },
    ])
    if (!outcome?.ok) throw new Unpaid('the balance does not pay for the replacement')
    return {
      price_micros: outcome.priceMicros,
      currency: outcome.currency,
      tariff_id: outcome.tariffId,
    }
  }
}

/** What was said about the content goes with it; the delivery window stays. */
function settingsOf(before: DueRow, { content, flash, extras }: Replacement): MessageSettings {
  const { window } = (before.settings ?? {}) as MessageSettings
  return {
    ...(window === undefined ? {} : { window }),
    ...(flash ? { flash } : {}),
    ...(extras === null ? {} : { extras }),
    ...(content.kind === 'binary'
      ? { dataCoding: content.dataCoding, esmClass: content.esmClass }
      : content.part === undefined
        ? {}
        : { part: content.part }),
  }
}
