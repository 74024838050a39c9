import { afterAll, beforeAll, expect, test } from 'vitest'
import { NotBoundError, OutcomeUnknownError, status } from '../../src/protocols/smpp/index.ts'
import { bindAs, type Esme } from '../support/esme.ts'
import { startProgram, type Program } from '../support/program.ts'
import { eventually } from '../support/running.ts'

/** Whatever an SMPP customer was told is taken is there, and its receipt comes, however the server dies in between. */

const MESSAGES = 3_000
const WINDOW = 200

let program: Program
beforeAll(async () => {
  program = await startProgram()
}, 90_000)
afterAll(() => program?.remove(), 60_000)

test('kill -9 of the server under load loses no message that was answered, and no receipt', async () => {
  const made = await program.call<{ systemId: string; password: string }>('POST', '/smpp/1/users', {
    systemId: 'killed-esme',
    partsPerSecond: 100_000,
  })
  const taken = new Set<string>()
  const told = new Set<string>()
  let submitted = 0
  let bound: Esme[] = []

  const bind = async () => {
    const esme = await eventually(
      'a bind',
      () =>
        bindAs(program.ready.smpp, made.body, { windowMax: WINDOW }).then(
          (one) => one,
          () => undefined,
        ),
      60_000,
    )
    bound.push(esme)
    return esme
  }
  /** Submits until the server is gone, or enough was taken. */
  const load = async (esme: Esme, until: number) => {
    const one = async () => {
      while (taken.size < until && esme.closed === null) {
        const n = submitted++
        try {
          const answer = await esme.submit({ destination_addr: `4175${String(100_000 + n)}001` })
          if (answer.status === status.ESME_ROK) taken.add(answer.id)
        } catch (error) {
          // Gone with the server: nobody was told that it is taken.
          if (!(error instanceof OutcomeUnknownError) && !(error instanceof NotBoundError))
            throw error
        }
      }
    }
    await Promise.all(Array.from({ length: WINDOW }, one))
  }
  for (const share of [1, 2, 3]) {
    const esme = await bind()
    const loading = load(esme, share === 3 ? MESSAGES : Infinity)
    if (share < 3) {
      const goal = (MESSAGES / 3) * share
      await eventually('a share of the load', () => (taken.size >= goal ? true : undefined), 60_000)
      await program.kill()
      await loading
      await program.start()
    } else await loading
  }
  const receipts = () => {
    for (const { receipts: some } of bound) for (const { id } of some) told.add(id ?? '')
    return [...taken].every((id) => told.has(id)) ? true : undefined
  }
  await eventually('every receipt', receipts, 60_000)
  expect(taken.size).toBeGreaterThanOrEqual(MESSAGES)
  bound = []
}, 240_000)
