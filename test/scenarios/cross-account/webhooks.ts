import { eventually, type Answer } from '../../support/running.ts'
import certificates from '../../support/certificates.json' with { type: 'json' }
import type { CrossWorld, Party } from './world.ts'

/** Things of webhooks that can be named, and bodies that make them. */

interface Means {
  /** What an account calls its own things. */
  named(party: Party, what: string): string
  ok<Body>(asked: Promise<Answer<Body>>): Promise<Body>
  word(): string
  uuid(): string
  makeApplication(party: Party): Promise<string>
  makeEntity(party: Party): Promise<string>
  sendMessage(party: Party, world: CrossWorld, more: { platform?: object }): Promise<string>
}

const base = '/subscriptions/1'
/** Nobody listens there, which is told at once. */
export const NOWHERE = 'http://127.0.0.1:9/'
export const security = (authId: string) => ({
  authId,
  type: 'BASIC',
  credentials: { username: 'u', password: 'p' },
})
export const profile = (profileId: string, notifyUrl = NOWHERE) => ({
  profileId,
  webhook: { notifyUrl },
})
const { cert, key } = certificates.client
export const certificate = (certificateId: string) => ({
  certificateId,
  certificateContent: Buffer.from(cert + key).toString('base64'),
})
/** To an event that never comes, so that reports go where other tests look for them. */
export const subscription = (subscriptionId: string, profileOfIt: object) => ({
  subscriptionId,
  events: ['CLICK'],
  profile: profileOfIt,
})

export function webhookKinds({ named, ok, word, uuid, ...means }: Means) {
  const make = async (party: Party, address: string, id: string, body: object) => {
    await ok(party.call('POST', `${base}/${address}`, body))
    return id
  }
  const subscribe = (party: Party, more: object = {}, notifyUrl = NOWHERE) => {
    const id = named(party, 'subscription')
    const to = profile(named(party, 'profile'), notifyUrl)
    const body = { ...subscription(id, to), ...more }
    return make(party, 'subscription/SMS', id, body).then(() => to.profileId)
  }
  /** A report is delivered to a profile. */
  const deliver = async (party: Party, world: CrossWorld) => {
    const { url } = await ok(party.call<{ url: string }>('POST', `${base}/catchers`))
    const applicationId = await means.makeApplication(party)
    const criteria = [{ applicationId }]
    const profileId = await subscribe(party, { events: ['DELIVERY'], criteria }, url)
    // Subscriptions are believed for some seconds.
    world.running.clock.advance(6_000)
    await means.sendMessage(party, world, { platform: { applicationId } })
    const [entry] = await eventually('a delivery', async () => {
      const address = `${base}/deliveries?profileId=${profileId}`
      const { results } = await ok(party.call<{ results: { id: string }[] }>('GET', address))
      return results.length > 0 ? results : undefined
    })
    return { profileId, id: entry!.id }
  }
  return {
    'security settings': {
      make: (party: Party) => {
        const id = named(party, 'security')
        return make(party, 'security', id, security(id))
      },
      unknown: word,
    },
    'client certificate': {
      make: (party: Party) => {
        const id = named(party, 'certificate')
        return make(party, 'certificates', id, certificate(id))
      },
      unknown: word,
    },
    profile: {
      make: (party: Party) => {
        const id = named(party, 'profile')
        return make(party, 'profiles', id, profile(id))
      },
      unknown: word,
    },
    subscription: {
      make: (party: Party) => {
        const id = named(party, 'subscription')
        const body = subscription(id, profile(named(party, 'profile')))
        return make(party, 'subscription/SMS', id, body)
      },
      unknown: word,
    },
    'subscribed application': {
      make: async (party: Party) => {
        const applicationId = await means.makeApplication(party)
        await subscribe(party, { criteria: [{ applicationId }] })
        return applicationId
      },
      unknown: word,
    },
    'subscribed entity': {
      make: async (party: Party) => {
        const entityId = await means.makeEntity(party)
        await subscribe(party, { criteria: [{ entityId }] })
        return entityId
      },
      unknown: word,
    },
    'profile with deliveries': {
      make: async (party: Party, world: CrossWorld) => (await deliver(party, world)).profileId,
      unknown: word,
    },
    delivery: {
      make: async (party: Party, world: CrossWorld) => (await deliver(party, world)).id,
      unknown: uuid,
    },
    catcher: {
      make: async (party: Party) =>
        (await ok(party.call<{ id: string }>('POST', `${base}/catchers`))).id,
      unknown: word,
    },
  }
}
