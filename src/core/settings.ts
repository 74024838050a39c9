import { BlockList, isIP } from 'node:net'

/** Thrown by a reader of one value; the sentence is completed with the setting's name in front. */
export class BadValue extends Error {}

export type Read<Value> = (text: string) => Value

/** One setting: how its text is read, and what it is when the environment does not have it. */
export interface Setting<Value> {
  read: Read<Value>
  /** As it would be written in the environment; null when there is none. */
  fallback: string | null
  /** Never printed. */
  secret?: boolean
}

export const oneOf =
  <Word extends string>(...words: Word[]): Read<Word> =>
  (text) => {
    const found = words.find((word) => word === text.toLowerCase())
    if (found === undefined) throw new BadValue(`must be ${words.join(' or ')}`)
    return found
  }

export const onOff: Read<boolean> = (text) => {
  const lower = text.toLowerCase()
  if (['on', 'yes', 'true', '1'].includes(lower)) return true
  if (['off', 'no', 'false', '0'].includes(lower)) return false
  throw new BadValue('must be on or off')
}

export const wholeNumber =
  (least: number, most: number): Read<number> =>
  (text) => {
    const value = Number(text)
    if (!/^\d{1,15}$/.test(text) || value < least || value > most)
      throw new BadValue(`must be a whole number from ${least} to ${most}`)
    return value
  }

/** 0 asks the system for a free port. */
export const port = wholeNumber(0, 65_535)

/** `off`: null. */
export const portOrOff: Read<number | null> = (text) => {
  if (text.toLowerCase() === 'off') return null
  const value = Number(text)
  if (!/^\d{1,5}$/.test(text) || value > 65_535)
    throw new BadValue('must be a whole number from 0 to 65535, or off')
  return value
}

export const textOf =
  (lengthMin: number, lengthMax: number): Read<string> =>
  (text) => {
    if (text.length < lengthMin || text.length > lengthMax)
      throw new BadValue(`must have ${lengthMin} to ${lengthMax} characters`)
    return text
  }

const FACTOR_MIN = 0.01
const FACTOR_MAX = 1_000

/** `facts` is 1, `off` is Infinity. */
export const throttleFactor: Read<number> = (text) => {
  const word = { facts: 1, off: Infinity }[text.toLowerCase()]
  if (word !== undefined) return word
  const factor = Number(text)
  if (!/^\d{1,4}(?:\.\d{1,4})?$/.test(text) || factor < FACTOR_MIN || factor > FACTOR_MAX)
    throw new BadValue(`must be facts, off, or a number from ${FACTOR_MIN} to ${FACTOR_MAX}`)
  return factor
}

/** A key goes into a header, so it is visible ASCII without spaces. */
export const headerToken =
  (lengthMin: number, lengthMax: number): Read<string> =>
  (text) => {
    if (!/^[\x21-\x7e]*$/.test(text))
      throw new BadValue('must be visible ASCII characters without spaces')
    return textOf(lengthMin, lengthMax)(text)
  }

export const emailAddress: Read<string> = (text) => {
  if (text.length > 254 || !/^[^\s@<>]+@[^\s@<>]+$/.test(text))
    throw new BadValue('must be an e-mail address')
  return text
}

/** The address others use: scheme, host and port, nothing behind. */
export const origin: Read<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : null
  const plain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.pathname === '/' &&
    url.search + url.hash + url.username + url.password === ''
  if (!plain) throw new BadValue('must be like https://messages.example.com, with no path behind')
  return url.origin
}

export const postgresUrl: Read<string> = (text) => {
  if (!URL.canParse(text) || !/^postgres(ql)?:$/.test(new URL(text).protocol))
    throw new BadValue('must be like postgres://user:password@host:5432/database')
  return text
}

/** A page for people to read. */
export const webAddress: Read<string> = (text) => {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol) || text.length > 2_000)
    throw new BadValue('must be like https://example.com/terms')
  return text
}

/** `smtp://` (STARTTLS when the relay offers it) or `smtps://` (TLS from the first octet). */
export const smtpUrl: Read<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : null
  const plain =
    url !== null &&
    /^smtps?:$/.test(url.protocol) &&
    url.hostname !== '' &&
    /^\/?$/.test(url.pathname) &&
    url.search + url.hash === ''
  if (!plain) throw new BadValue('must be like smtp://user:password@mail.example.com:587')
  return text
}

/** An address, or `Name <address>`. */
export const mailbox: Read<string> = (text) => {
  const [, address = text] = /^[^<>"\r\n]{1,100}<([^<>]+)>$/.exec(text) ?? []
  emailAddress(address)
  return text
}

export const hostName: Read<string> = (text) => {
  if (isIP(text) === 0 && !/^[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(text))
    throw new BadValue('must be an IP address or a host name, without a port')
  return text
}

/** Addresses and networks (`10.0.0.0/8`, `::1`), divided by commas; `words` stand for others. */
export const networks =
  (words: Record<string, readonly string[]>): Read<string[]> =>
  (text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .flatMap((part) => words[part] ?? [network(part)])

function network(text: string): string {
  const [address = '', bits, more] = text.split('/')
  const family = isIP(address)
  const bitsMax = family === 4 ? 32 : 128
  const prefix = bits === undefined ? bitsMax : Number(bits)
  if (family === 0 || more !== undefined || !/^\d{1,3}$/.test(bits ?? '0') || prefix > bitsMax)
    throw new BadValue(`has “${text}”, which is no address or network like 10.0.0.0/8`)
  return `${address}/${prefix}`
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether nobody but programs on this machine can reach the address. */
export function isLoopback(host: string): boolean {
  const family = isIP(host)
  if (family === 0) return host.toLowerCase() === 'localhost'
  return loopback.check(host, family === 4 ? 'ipv4' : 'ipv6')
}
