import { randomInt } from 'node:crypto'
import { readNetwork } from '../accounts/index.ts'
import type { Clock } from '../core/clock.ts'
import { badField, Rejection } from '../core/http/index.ts'
import type { Secrets } from '../core/secrets.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import type { AccountPolicy, AccountsDoor } from '../messaging/index.ts'
import { parseSender } from '../protocols/e164/index.ts'
import type { DefaultAlphabet } from '../protocols/gsm-text/index.ts'
import type { BindKind } from '../protocols/smpp/index.ts'
import { defaults, type User, type UserSettings } from './settings.ts'
import * as store from './store/users.ts'
import type * as wire from './wire.ts'

export const USERS_MAX = 100
/** A bind whose row was not refreshed for so long is of a process that is gone. */
const FRESH_MS = 20_000
const UNIQUE_VIOLATION = '23505'

export const freshSince = (clock: Clock): Date => new Date(clock.ms() - FRESH_MS)

/** What a closed account agreed on is over; one that is suspended still hears how its messages ended. */
export const isOpen = (policy: AccountPolicy | undefined): boolean =>
  policy !== undefined && policy.state !== 'closed'

/** Without letters that look like digits or like one another. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789'
/** SMPP 3.4 §5.2.2 has room for eight characters and the closing NUL; 57^8 is 47 bits. */
const PASSWORD_CHARACTERS = 8

/**
 * Passwords are made by us, so they are as random as eight characters can be, and a keyed hash is enough: without the
 * installation's secret the stored one tells nothing, and it costs a bind no time.
 */
export class Passwords {
  readonly #secrets: Secrets

  constructor(secrets: Secrets) {
    this.#secrets = secrets
  }

  make(): string {
    return Array.from({ length: PASSWORD_CHARACTERS }, () => LETTERS[randomInt(LETTERS.length)]).join('') // prettier-ignore
  }

  hashOf(password: string): Buffer {
    return this.#secrets.keyedHash('smpp-user-password', password)
  }
}

/** Who may bind, and with which settings. */
export class Users {
  readonly #db: Db
  readonly #clock: Clock
  readonly #passwords: Passwords
  readonly #accounts: Pick<AccountsDoor, 'ownerOfNumber'>
  readonly #onChange: () => void

  constructor(parts: {
    db: Db
    clock: Clock
    passwords: Passwords
    accounts: Pick<AccountsDoor, 'ownerOfNumber'>
    onChange: () => void
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#passwords = parts.passwords
    this.#accounts = parts.accounts
    this.#onChange = parts.onChange
  }

  async page(
    accountId: number,
    { after, limit }: { after: number; limit: number },
  ): Promise<User[]> {
    const since = freshSince(this.#clock)
    return (await store.pageUsers(this.#db, accountId, after, limit, since)).map(toUser)
  }

  /** @throws NOT_FOUND */
  async find(accountId: number, userId: number): Promise<User> {
    const row = await store.findUser(this.#db, accountId, userId, freshSince(this.#clock))
    if (!row) throw noSuchUser()
    return toUser(row)
  }

  /** @returns the user and its password, which cannot be read again */
  async create(accountId: number, wanted: wire.NewUser): Promise<{ user: User; password: string }> {
    const password = this.#passwords.make()
    const wishes = await this.#read(accountId, wanted, null)
    const userId = await transaction(this.#db, async (tx) => {
      const made = await store.insertUser(
        tx,
        accountId,
        { ...wishes.stored, password_hash: this.#passwords.hashOf(password) },
        USERS_MAX,
        this.#clock.now(),
      )
      if (!made)
        throw new Rejection('CONFLICT', {
          text: `The account has ${USERS_MAX} SMPP users, which is the most there can be.`,
          action: 'Delete one that is not used any more.',
        })
      await store.setNumbers(tx, accountId, made.user_id, wishes.numbers)
      return made.user_id
    }).catch(refuseTaken)
    return { user: await this.find(accountId, userId), password }
  }

  async change(accountId: number, userId: number, wanted: wire.ChangedUser): Promise<User> {
    const before = await this.find(accountId, userId)
    const wishes = await this.#read(accountId, wanted, before)
    await transaction(this.#db, async (tx) => {
      const now = this.#clock.now()
      if ((await store.updateUser(tx, accountId, userId, wishes.stored, now)) === 0)
        throw noSuchUser()
      await store.setNumbers(tx, accountId, userId, wishes.numbers)
    }).catch(refuseTaken)
    this.#onChange()
    return this.find(accountId, userId)
  }

  async changePassword(accountId: number, userId: number): Promise<string> {
    const password = this.#passwords.make()
    const hash = this.#passwords.hashOf(password)
    if ((await store.setPassword(this.#db, accountId, userId, hash, this.#clock.now())) === 0)
      throw noSuchUser()
    return password
  }

  async remove(accountId: number, userId: number): Promise<void> {
    if ((await store.deleteUser(this.#db, accountId, userId)) === 0) throw noSuchUser()
    this.#onChange()
  }

  /** What is to be stored: what is wanted, over what there was or the defaults. @throws BAD_REQUEST */
  async #read(accountId: number, wanted: wire.ChangedUser, before: User | null) {
    const settings = settingsOf(wanted, before?.settings ?? defaults)
    const sender = wanted.sender === undefined ? (before?.sender ?? null) : wanted.sender
    if (sender !== null && !parseSender(sender).ok)
      throw badField('sender', 'must be a name of up to 11 characters, a short code, or a number')
    if (sender === null && settings.senderPolicy !== 'AS_SENT')
      throw badField('sender', `is needed when senderPolicy is ${settings.senderPolicy}`)
    wanted.allowedAddresses?.forEach((text, index) => {
      if (readNetwork(text) === null)
        throw badField(`allowedAddresses[${index}]`, 'must be like 203.0.113.7 or 10.0.0.0/8')
    })
    return {
      stored: {
        system_id: wanted.systemId ?? before?.systemId ?? '',
        name: wanted.name === undefined ? (before?.name ?? null) : wanted.name,
        enabled: wanted.enabled ?? before?.enabled ?? true,
        allowed_addresses: wanted.allowedAddresses ?? before?.allowedAddresses ?? [],
        sender,
        settings,
      },
      numbers: await this.#numbersOf(accountId, wanted, before),
    }
  }

  async #numbersOf(
    accountId: number,
    wanted: wire.ChangedUser,
    before: User | null,
  ): Promise<string[]> {
    const kept = before?.numbers ?? []
    const all = wanted.allInbound ?? kept.includes('')
    const named = wanted.inboundNumbers?.map((text, index) => {
      const read = parseSender(text)
      if (!read.ok || read.sender.kind === 'alphanumeric')
        throw badField(`inboundNumbers[${index}]`, 'must be a number or a short code')
      return read.sender.address
    })
    if (named !== undefined && named.length > 0) {
      const owners = await this.#accounts.ownerOfNumber(this.#db, named)
      named.forEach((number, index) => {
        if (owners.get(number) !== accountId)
          throw badField(`inboundNumbers[${index}]`, 'is no number of the account')
      })
    }
    return [...(all ? [''] : []), ...(named ?? kept.filter((number) => number !== ''))]
  }
}

const alphabets = {
  GSM7: 'gsm7',
  GSM7_PACKED: 'gsm7-packed',
  LATIN1: 'latin1',
  ASCII: 'ascii',
  UTF8: 'utf8',
} as const satisfies Record<string, DefaultAlphabet>

const settingsOf = (wanted: wire.ChangedUser, before: UserSettings): UserSettings => ({
  bindKinds: wanted.bindKinds?.map((kind) => kind.toLowerCase() as BindKind) ?? before.bindKinds,
  bindsMax: wanted.bindsMax ?? before.bindsMax,
  window: wanted.window ?? before.window,
  deliveryWindow: wanted.deliveryWindow ?? before.deliveryWindow,
  partsPerSecond: wanted.partsPerSecond ?? before.partsPerSecond,
  version: wanted.version ?? before.version,
  tlsOnly: wanted.tlsOnly ?? before.tlsOnly,
  alphabet: wanted.alphabet === undefined ? before.alphabet : alphabets[wanted.alphabet],
  messageIds: wanted.messageIds ?? before.messageIds,
  senderPolicy: wanted.senderPolicy ?? before.senderPolicy,
  receipts: { ...before.receipts, ...wanted.receipts },
  longInbound: wanted.longInbound ?? before.longInbound,
})

const noSuchUser = () =>
  new Rejection('NOT_FOUND', { text: 'The account has no SMPP user with this id.' })

/** A system_id is one user's, and so is a number. */
function refuseTaken(cause: unknown): never {
  const { code, table } = cause as { code?: string; table?: string }
  if (code !== UNIQUE_VIOLATION) throw cause
  throw table === 'numbers'
    ? new Rejection('CONFLICT', {
        text: 'Another SMPP user takes the messages of one of these numbers.',
        action: 'Take the number from that user first.',
        cause,
      })
    : new Rejection('CONFLICT', {
        text: 'This systemId is taken.',
        action: 'Choose another one.',
        cause,
      })
}

export const toUser = (row: store.UserRow): User => ({
  accountId: row.account_id,
  userId: row.user_id,
  systemId: row.system_id,
  name: row.name,
  enabled: row.enabled,
  allowedAddresses: row.allowed_addresses,
  sender: row.sender,
  numbers: row.numbers,
  settings: { ...defaults, ...row.settings },
  madeAt: row.made_at,
  changedAt: row.changed_at,
  boundAt: row.bound_at,
  binds: row.binds,
})

const alphabetNames = Object.fromEntries(
  Object.entries(alphabets).map(([name, alphabet]) => [alphabet, name]),
) as Record<DefaultAlphabet, keyof typeof alphabets>
export const alphabetName = (alphabet: DefaultAlphabet) => alphabetNames[alphabet]
