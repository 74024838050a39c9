import { createHash } from 'node:crypto'
import { badField } from '../core/http/index.ts'
import { isBreached, type BreachedFile } from './breached-passwords.ts'
import { PASSWORD_CHARACTERS_MAX } from './passwords.ts'

/** Of passwords that are chosen from now on; older ones may be shorter. */
export const NEW_PASSWORD_CHARACTERS_MIN = 10

/**
 * Which new passwords are taken. What is asked for is length, and that nobody would guess it: no rules about digits and
 * capitals, as NIST SP 800-63B §3.1.1.2 advises.
 */
export class PasswordPolicy {
  readonly #breached: BreachedFile | null
  #common: Promise<ReadonlySet<string>> | null = null

  /** @param breached hashes of passwords that were stolen elsewhere; null when the operator gave none */
  constructor(breached: BreachedFile | null) {
    this.#breached = breached
  }

  /**
   * @param person words that a guesser would try first: the address and the name
   * @throws BAD_REQUEST with what to do
   */
  async refuse(password: string, person: readonly string[], field = 'password'): Promise<void> {
    const characters = [...password].length
    if (characters < NEW_PASSWORD_CHARACTERS_MIN)
      throw badField(field, `must have at least ${NEW_PASSWORD_CHARACTERS_MIN} characters`)
    if (password.length > PASSWORD_CHARACTERS_MAX)
      throw badField(field, `must not have more than ${PASSWORD_CHARACTERS_MAX} characters`)
    if (isPersonal(password, person))
      throw badField(field, 'must not be your name or address, with or without a few more characters') // prettier-ignore
    if (isMonotonous(password))
      throw badField(field, 'must not repeat one or two characters, or run along the keyboard')
    if (await this.#isCommon(password))
      throw badField(field, 'is among the passwords that guessers try first: choose another one')
    if (this.#breached && (await isBreached(this.#breached, sha1(password))))
      throw badField(field, 'was found in a leak of another service: choose one that is used nowhere else') // prettier-ignore
  }

  /** `Password123!` is as common as `password`. */
  async #isCommon(password: string): Promise<boolean> {
    const common = await (this.#common ??= readCommon())
    const lower = password.toLowerCase()
    const bare = lower.replace(/^[\d\W_]+|[\d\W_]+$/g, '')
    return common.has(lower) || common.has(bare) || common.has(unmasked(bare))
  }
}

/** 49,000 common passwords (13 MB in memory), loaded when the first new password is chosen. */
async function readCommon(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}

const sha1 = (password: string): string =>
  createHash('sha1').update(password).digest('hex').toUpperCase()

/** Digits and signs that stand for letters. */
const masks: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' } // prettier-ignore
const unmasked = (text: string): string => text.replace(/[013457@$!]/g, (one) => masks[one]!)

const MORE_CHARACTERS_MAX = 4
const WORD_CHARACTERS_MIN = 4

function isPersonal(password: string, person: readonly string[]): boolean {
  const lower = password.toLowerCase()
  return person
    .flatMap((one) => [one, one.split('@')[0]!, ...one.split(/[\s@._+-]+/)])
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one.length >= WORD_CHARACTERS_MIN)
    .some((one) => lower.includes(one) && lower.length - one.length <= MORE_CHARACTERS_MAX)
}

const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890123456789', 'qwertyuiopasdfghjklzxcvbnm']
const DIFFERENT_MIN = 3

function isMonotonous(password: string): boolean {
  const lower = password.toLowerCase()
  if (new Set(lower).size < DIFFERENT_MIN) return true
  return RUNS.some((run) => run.includes(lower) || [...run].toReversed().join('').includes(lower))
}
