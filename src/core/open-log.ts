import { pino, stdSerializers, type DestinationStream } from 'pino'
import type { Log } from './log.ts'

/** Names under which messages, people and secrets travel; a log line that has one is a slip, and is not told. */
const NEVER = new Set(
  'text body content message messages to from destination destinations msisdn number sender password apikey secret authorization cookie token headers query parameters'.split(
    ' ',
  ),
)
const DEPTH_MAX = 5

/** What follows `?` in an address, which for the compatible API may be a password or a whole message. */
const QUERY = /(?<=[\w/])\?\S+/g
/** A run of digits as long as a phone number that is no part of an id or a decimal. */
const NUMBER = /(?<![\w.-])\+?\d{8,15}(?![\w-]|\.\d)/g

const scrubText = (text: string): string =>
  text.replace(QUERY, '?…').replace(NUMBER, (found) => `…${found.slice(-2)}`)

function scrub(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value)
  if (typeof value !== 'object' || value === null || value instanceof Error) return value
  if (depth === DEPTH_MAX) return '…'
  if (Array.isArray(value)) return value.map((item) => scrub(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, inside]) => [
      name,
      NEVER.has(name.toLowerCase()) && !isCount(inside) ? '…' : scrub(inside, depth + 1),
    ]),
  )
}

/** `messages: 12` is how many; a phone number as a number is longer. */
const isCount = (value: unknown): boolean =>
  typeof value === 'boolean' || (typeof value === 'number' && value < 1e7)

/** An error as type, code, message and stack: drivers hang statements, values and details on theirs. */
function scrubError(error: unknown): unknown {
  if (!(error instanceof Error)) return scrub(error)
  const { type, message, stack } = stdSerializers.err(error)
  const { code } = error as { code?: unknown }
  return {
    type,
    ...(typeof code === 'string' ? { code } : {}),
    message: scrubText(message),
    stack: scrubText(stack),
  }
}

/**
 * Opens the log: JSON lines on stderr, or lines for people when a person looks on.
 * Callers keep bodies, numbers and queries out (see `Log`); what slips through by name or shape is taken out here.
 */
export function openLog(
  level: string,
  out: DestinationStream & { isTTY?: boolean } = process.stderr,
): Log {
  return pino(
    {
      level,
      base: null,
      formatters: {
        level: (label) => ({ level: label }),
        log: (fields) => scrub(fields) as Record<string, unknown>,
      },
      serializers: { err: scrubError },
      hooks: {
        logMethod(given, method) {
          const [first, ...rest] = given as [unknown, ...unknown[]]
          // Without words of its own a line would take the error's, past the serializer.
          const words = first instanceof Error ? [{ err: first }, 'an error'] : [typeof first === 'string' ? scrubText(first) : first] // prettier-ignore
          const more = rest.map((part) => (typeof part === 'string' ? scrubText(part) : part))
          method.apply(this, [...words, ...more] as Parameters<typeof method>)
        },
      },
    },
    out.isTTY ? { write: (line) => out.write(forPeople(line)) } : out,
  )
}

const COLUMNS = 110
const INDENT = ' '.repeat(15)

function forPeople(line: string): string {
  const { level, time, msg, err, ...fields } = JSON.parse(line) as Record<string, unknown>
  const at = new Date(Number(time)).toISOString().slice(11, 19)
  const told = flat(fields).map(([name, value]) => `${name}=${String(value)}`)
  const stack =
    err === undefined ? '' : `${(err as { stack?: string }).stack ?? JSON.stringify(err)}\n`
  return `${wrap(`${at} ${String(level).toUpperCase().padEnd(5)} ${String(msg)}`, told)}\n${stack}`
}

/** Objects inside as `outer.inner`, so that settings can be read. */
const flat = (fields: object, prefix = ''): [string, unknown][] =>
  Object.entries(fields).flatMap(([name, value]): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? flat(value as object, `${prefix}${name}.`)
      : [[prefix + name, value]],
  )

function wrap(first: string, words: string[]): string {
  const lines = [first]
  for (const word of words) {
    const last = lines.at(-1) ?? ''
    if (last.length + word.length < COLUMNS) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(INDENT + word)
  }
  return lines.join('\n')
}
