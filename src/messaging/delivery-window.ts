import { DAY_MS } from '../core/clock.ts'
import { nextOpening, type OpeningHours } from '../telecoms/rules/index.ts'
import type { DeliveryWindow, Weekday } from './message.ts'

const days: readonly Weekday[] = [
  'SUNDAY',
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
]
const minutes = (at: { hour: number; minute: number } | undefined, otherwise: number) =>
  at === undefined ? otherwise : at.hour * 60 + at.minute

/**
 * The first instant at or after `ms` inside a delivery window.
 * A window whose end lies before its start spans midnight and belongs to the day it starts on.
 * @param zones of the recipient, whose clocks it goes by: it is open when it is in all of them; null: by UTC
 * @returns null when the window never opens (no days, or no hour that the zones have in common)
 */
export function openingAt(
  window: DeliveryWindow,
  ms: number,
  zones: readonly string[] | null = null,
): number | null {
  const from = minutes(window.from, 0)
  const to = minutes(window.to, 24 * 60)
  const length = to > from ? to - from : to + 24 * 60 - from
  if (zones !== null) return nextOpening(hoursOf(window, from, length), zones, ms)
  const midnight = Math.floor(ms / DAY_MS) * DAY_MS
  // Yesterday first: a window that spans midnight may still be open.
  for (let day = -1; day <= 7; day += 1) {
    const start = midnight + day * DAY_MS
    if (!window.days.includes(days[new Date(start).getUTCDay()]!)) continue
    const opens = start + from * 60_000
    const closes = opens + length * 60_000
    if (ms < closes) return Math.max(ms, opens)
  }
  return null
}

const hoursOf = (window: DeliveryWindow, from: number, length: number): OpeningHours =>
  days.map((day) => (window.days.includes(day) ? [[from, from + length]] : []))
