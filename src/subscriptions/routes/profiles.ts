import type { App } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { PROFILES_MAX } from '../book.ts'
import type { Deliverer } from '../deliver.ts'
import { paged, presentProfile, presentState } from '../present.ts'
import { nothing, type Settings } from '../settings.ts'
import { findProfile, listProfiles } from '../store/settings.ts'
import * as wire from '../wire.ts'

const shared = {
  product: 'subscriptions-api',
  envelope: 1,
  access: ['subscriptions:manage'],
} as const
const path = '/subscriptions/1/profiles'
const one = `${path}/:profileId`

interface Parts {
  db: Db
  settings: Settings
  deliverer: Deliverer
  resumed: (accountId: number, profileId: string) => Promise<void>
}

/** `/subscriptions/1/profiles`: where notifications go, and how. */
export function addProfiles(app: App, parts: Parts): void {
  const { db, settings, deliverer } = parts
  app.operation(
    {
      ...shared,
      id: 'get-profiles',
      method: 'GET',
      path,
      summary: 'List notification profiles, newest first',
      query: wire.PageQuery,
      answers: { 200: wire.ProfilePage },
    },
    async ({ query, credential }) =>
      paged(await listProfiles(db, credential.accountId, PROFILES_MAX), query, (row) =>
        presentProfile(row, deliverer.headersOf(row)),
      ),
  )
  app.operation(
    {
      ...shared,
      id: 'create-profile',
      method: 'POST',
      path,
      summary: 'Make a notification profile',
      description:
        'Security settings that are only named by their id exist already; described ones are made.',
      body: wire.NewProfile,
      answers: { 201: wire.ProfileId },
    },
    async ({ body, credential, reply }) => {
      const made = await settings.createProfile(credential.accountId, body)
      void reply.header('location', `${path}/${body.profileId}`)
      return made
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-profile',
      method: 'GET',
      path: one,
      summary: 'Read a notification profile',
      params: wire.ProfilePath,
      answers: { 200: wire.Profile },
    },
    async ({ params, credential }) => {
      const found = await findProfile(db, credential.accountId, params.profileId)
      if (!found) throw nothing('profile')
      return presentProfile(found, deliverer.headersOf(found))
    },
  )
  app.operation(
    {
      ...shared,
      id: 'update-profile',
      method: 'PUT',
      path: one,
      summary: 'Change a notification profile',
      description: 'What is left out stays as it is.',
      params: wire.ProfilePath,
      body: wire.ChangedProfile,
      answers: { 200: wire.ProfileId },
    },
    async ({ params, body, credential }) =>
      settings.updateProfile(credential.accountId, params.profileId, body),
  )
  app.operation(
    {
      ...shared,
      id: 'delete-profile',
      method: 'DELETE',
      path: one,
      summary: 'Delete a notification profile',
      description: 'Refused while a subscription uses it.',
      params: wire.ProfilePath,
      answers: { 200: wire.ProfileId },
    },
    async ({ params, credential }) => {
      const gone = await settings.removeProfile(credential.accountId, params.profileId)
      return {
        profileId: gone.profile_id,
        ...(gone.auth_id === null ? {} : { security: { authId: gone.auth_id } }),
      }
    },
  )
  addStates(app, parts)
}

const own = {
  product: 'subscriptions',
  envelope: 2,
  access: ['subscriptions:manage'],
} as const

/** Whether profiles work, and the pause of those that do not. */
function addStates(app: App, { db, settings, resumed }: Parts): void {
  app.operation(
    {
      ...own,
      id: 'list-profile-states',
      method: 'GET',
      path: '/subscriptions/1/profile-states',
      summary: 'Whether each notification profile works',
      description: 'All profiles of the account, 200 at most.',
      answers: { 200: wire.ProfileStateList },
    },
    async ({ credential }) => ({
      results: (await listProfiles(db, credential.accountId, PROFILES_MAX)).map(presentState),
    }),
  )
  for (const [verb, paused, summary] of [
    ['pause', true, 'Stop deliveries to a profile; what comes meanwhile waits, for up to 48 hours'],
    ['resume', false, 'Deliver to a profile again, beginning with what waits'],
  ] as const)
    app.operation(
      {
        ...own,
        id: `${verb}-profile`,
        method: 'POST',
        path: `${one}/${verb}`,
        summary,
        params: wire.ProfilePath,
        answers: { 200: wire.ProfileState },
      },
      async ({ params, credential }) => {
        const { accountId } = credential
        await settings.setPaused(accountId, params.profileId, paused)
        if (!paused) await resumed(accountId, params.profileId)
        const found = await findProfile(db, accountId, params.profileId)
        if (!found) throw nothing('profile')
        return presentState(found)
      },
    )
}
