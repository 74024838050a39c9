import { bindAs } from '../../support/esme.ts'
import type { CrossWorld, Party } from './world.ts'

let last = 0
const next = () => ++last
const unknownUser = () => String(900_000_000 + next())
const unknownBind = () => `01a20af8-0000-7000-8000-${next().toString(16).padStart(12, '0')}`

async function makeUser(party: Party): Promise<{ id: string; systemId: string; password: string }> {
  const made = await party.call<{ id: string; systemId: string; password: string }>(
    'POST',
    '/smpp/1/users',
    { systemId: `${party.name}-${next()}` },
  )
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return made.body
}

async function makeBind(party: Party, world: CrossWorld): Promise<{ id: string; userId: string }> {
  const user = await makeUser(party)
  await bindAs(world.running.smppPort, user)
  const { body } = await party.call<{ results: { id: string }[] }>(
    'GET',
    `/smpp/1/binds?userId=${user.id}`,
  )
  return { id: body.results[0]!.id, userId: user.id }
}

/** Who may bind to our SMPP server, and who is bound. */
export const smppKinds = {
  'smpp user': { make: async (party: Party) => (await makeUser(party)).id, unknown: unknownUser },
  'smpp user with a bind': {
    make: async (party: Party, world: CrossWorld) => (await makeBind(party, world)).userId,
    unknown: unknownUser,
  },
  'smpp bind': {
    make: async (party: Party, world: CrossWorld) => (await makeBind(party, world)).id,
    unknown: unknownBind,
  },
}
