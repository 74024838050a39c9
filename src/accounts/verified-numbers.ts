import { randomInt } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { badField, Rejection } from '../core/http/index.ts'
import { equalInConstantTime, type Secrets } from '../core/secrets.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import { parseMsisdn } from '../protocols/e164/index.ts'
import { findAccount } from './store/accounts.ts'
import * as store from './store/trials.ts'

export const NUMBERS_MAX = 10
const HOUR_MS = 3_600_000
const CODES_TO_NUMBER_PER_HOUR_MAX = 3
const CODES_OF_ACCOUNT_PER_HOUR_MAX = 10
const CODE_MS = 10 * 60_000
const CODE_TRIES_MAX = 5
const CODE_DIGITS = 6

/** Sends a code by SMS, from the installation's own account. */
export type SendCode = (number: string, code: string) => Promise<void>

/** The numbers that a trial account has shown to be in its hands, by saying the code that was sent there. */
export class VerifiedNumbers {
  readonly #db: Db
  readonly #clock: Clock
  readonly #secrets: Secrets
  readonly #sendCode: SendCode

  constructor(needs: { db: Db; clock: Clock; secrets: Secrets; sendCode: SendCode }) {
    this.#db = needs.db
    this.#clock = needs.clock
    this.#secrets = needs.secrets
    this.#sendCode = needs.sendCode
  }

  list(accountId: number): Promise<store.VerifiedNumberRow[]> {
    return store.listVerifiedNumbers(this.#db, accountId)
  }

  /**
   * Sends a code of six digits that counts for ten minutes, in place of any earlier one.
   * @throws BAD_REQUEST for what is no number; CONFLICT when it is verified, or ten others are, or the account is no trial;
   * TOO_MANY_REQUESTS after three codes to a number within an hour, or ten from an account
   */
  async begin(accountId: number, text: string): Promise<store.VerifiedNumberRow> {
    const parsed = parseMsisdn(text)
    if (!parsed.ok) throw badField('number', 'must be a number with its country code')
    const number = parsed.msisdn
    const account = await findAccount(this.#db, accountId)
    if (account?.state !== 'trial')
      throw new Rejection('CONFLICT', {
        text: 'Only an account on trial needs verified numbers.',
        action: 'Send to any number.',
      })
    const code = String(randomInt(10 ** CODE_DIGITS)).padStart(CODE_DIGITS, '0')
    const asked = await transaction(this.#db, async (tx) => {
      const now = this.#clock.now()
      await store.lockCodeSends(tx)
      const numberHash = this.#secrets.keyedHash('verified-number', number)
      const sent = await store.countCodeSends(
        tx,
        accountId,
        numberHash,
        new Date(now.getTime() - HOUR_MS),
      )
      refuseTooMany(sent)
      const row = await store.upsertNumber(
        tx,
        accountId,
        {
          number,
          codeHash: this.#hashOf(accountId, number, code),
          codeEndsAt: new Date(now.getTime() + CODE_MS),
        },
        NUMBERS_MAX,
        now,
      )
      if (!row)
        throw new Rejection('CONFLICT', {
          text: `The number is verified already, or the account has ${NUMBERS_MAX} numbers, which is the most there can be.`,
          action: 'Read the list, and remove a number that is not needed.',
        })
      await store.insertCodeSend(tx, accountId, numberHash, now)
      return row
    })
    await this.#sendCode(number, code)
    return asked
  }

  /** @throws NOT_FOUND; BAD_REQUEST for a wrong code, and for one that is over or was tried five times */
  async confirm(accountId: number, id: string, code: string): Promise<store.VerifiedNumberRow> {
    const now = this.#clock.now()
    const confirmed = await transaction(this.#db, async (tx) => {
      const asked = await store.holdNumber(tx, accountId, id)
      if (!asked) throw noSuchNumber()
      if (asked.verified_at !== null) return asked
      const { code_hash: hash, code_ends_at: endsAt } = asked
      if (hash === null || endsAt === null || endsAt <= now || asked.tries >= CODE_TRIES_MAX)
        throw badField('code', 'is over or was tried too often; ask for another one')
      const said = this.#hashOf(accountId, asked.number, code.trim())
      if (!equalInConstantTime(said, hash)) {
        await store.noteTry(tx, accountId, asked.id)
        return null
      }
      await store.noteVerified(tx, accountId, asked.id, now)
      return { ...asked, verified_at: now }
    })
    // Thrown out here, so that the try stays counted.
    if (confirmed === null) throw badField('code', 'is not the code that was sent')
    return confirmed
  }

  async remove(accountId: number, id: string): Promise<void> {
    if (!(await store.deleteVerifiedNumber(this.#db, accountId, id))) throw noSuchNumber()
  }

  /** Deletes what no limit counts any more. @returns how many rows */
  sweep(): Promise<number> {
    return store.deleteCodeSends(this.#db, new Date(this.#clock.ms() - HOUR_MS))
  }

  #hashOf(accountId: number, number: string, code: string): Buffer {
    return this.#secrets.keyedHash('verification-code', `${accountId} ${number} ${code}`)
  }
}

function refuseTooMany(sent: { to_number: number; of_account: number }): void {
  if (
    sent.to_number >= CODES_TO_NUMBER_PER_HOUR_MAX ||
    sent.of_account >= CODES_OF_ACCOUNT_PER_HOUR_MAX
  )
    throw new Rejection('TOO_MANY_REQUESTS', {
      text: `A number gets at most ${CODES_TO_NUMBER_PER_HOUR_MAX} codes within an hour, and an account sends at most ${CODES_OF_ACCOUNT_PER_HOUR_MAX}.`,
      retryAfterSeconds: HOUR_MS / 1_000,
    })
}

const noSuchNumber = () => new Rejection('NOT_FOUND', { text: 'The account has no such number.' })
