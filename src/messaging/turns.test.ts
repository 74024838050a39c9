import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

/** Work that lasts until it is let go. */
function held() {
  let letGo = () => undefined as void
  let begun = false
  const until = new Promise<void>((resolve) => {
    letGo = resolve
  })
  return {
    work: async () => {
      begun = true
      await until
    },
    begun: () => begun,
    letGo: () => letGo(),
  }
}
const aMoment = () => new Promise((resolve) => setImmediate(resolve))

test('two of an account are under way, the third follows when one ends; another account does not wait', async () => {
  const turns = new Turns()
  const [a, b, c, other] = [held(), held(), held(), held()]
  const all = [a, b, c].map((one) => turns.take(1, one.work))
  all.push(turns.take(2, other.work))
  await aMoment()
  expect([a, b, c, other].map((one) => one.begun())).toEqual([true, true, false, true])
  a.letGo()
  await aMoment()
  expect(c.begun()).toBe(true)
  for (const one of [b, c, other]) one.letGo()
  await Promise.all(all)
})

test('a failure gives its place to the next, and reaches its caller', async () => {
  const turns = new Turns()
  const fail = () => Promise.reject(new Error('no'))
  const outcomes = await Promise.allSettled(Array.from({ length: 5 }, () => turns.take(1, fail)))
  expect(outcomes.map((one) => one.status)).toEqual(Array(5).fill('rejected'))
  expect(await turns.take(1, async () => 'still served')).toBe('still served')
})

test('over a hundred in line are refused', async () => {
  const turns = new Turns()
  const works = Array.from({ length: 102 }, held)
  const all = works.map((one) => turns.take(1, one.work))
  await expect(turns.take(1, async () => undefined)).rejects.toMatchObject({
    name: 'TOO_MANY_REQUESTS',
    retryAfterSeconds: 1,
  })
  for (const one of works) one.letGo()
  await Promise.all(all)
})
