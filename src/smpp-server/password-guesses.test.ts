import { expect, it } from 'vitest'
import { movableClock } from '../core/clock.ts'
import { PasswordGuesses } from './password-guesses.ts'

it('locks a name out from where it was guessed at, and from nowhere else', () => {
  const clock = movableClock()
  const guesses = new PasswordGuesses(clock)
  const wrong = [1, 2, 3, 4, 5].map(() => guesses.wrong('shop', '192.0.2.1'))
  expect(wrong).toEqual([false, false, false, false, true])
  expect(guesses.locked('shop', '192.0.2.1')).toBe(true)
  expect(guesses.locked('shop', '192.0.2.2')).toBe(false)
  expect(guesses.locked('other', '192.0.2.1')).toBe(false)
  clock.advance(10 * 60_000 + 1)
  expect(guesses.locked('shop', '192.0.2.1')).toBe(false)
})

it('forgets wrong passwords after a right one', () => {
  const guesses = new PasswordGuesses(movableClock())
  for (let n = 0; n < 4; n++) guesses.wrong('shop', '192.0.2.1')
  guesses.right('shop', '192.0.2.1')
  expect(guesses.wrong('shop', '192.0.2.1')).toBe(false)
  expect(guesses.locked('shop', '192.0.2.1')).toBe(false)
})
