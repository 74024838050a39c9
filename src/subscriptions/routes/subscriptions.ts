import type { App } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import { SUBSCRIPTIONS_MAX } from '../book.ts'
import { catalogue } from '../catalogue.ts'
import { paged, presentSubscription } from '../present.ts'
import { channelEvents, nothing, type Settings } from '../settings.ts'
import * as store from '../store/settings.ts'
import type { ListedSubscription } from '../store/settings.ts'
import * as wire from '../wire.ts'

const shared = {
  product: 'subscriptions-api',
  envelope: 1,
  access: ['subscriptions:manage'],
} as const
const path = '/subscriptions/1/subscription/:channel'
const one = `${path}/:subscriptionId`

/** `/subscriptions/1/subscription/{channel}`: which events go where. */
export function addSubscriptions(app: App, { db, settings }: { db: Db; settings: Settings }): void {
  app.operation(
    {
      ...shared,
      id: 'get-subscriptions',
      method: 'GET',
      path,
      summary: 'List subscriptions of a channel, newest first',
      description: 'A parameter given several times means all of them.',
      params: wire.ChannelPath,
      query: wire.SubscriptionQuery,
      answers: { 200: wire.SubscriptionPage },
    },
    async ({ params, query, credential }) => {
      channelEvents(params.channel)
      const { accountId } = credential
      const found = await store.listSubscriptions(db, accountId, params.channel, SUBSCRIPTIONS_MAX)
      return paged(
        found.filter((row) => fits(row, query)),
        query,
        presentSubscription,
      )
    },
  )
  app.operation(
    {
      ...shared,
      id: 'create-subscription',
      method: 'POST',
      path,
      summary: 'Make a subscription',
      description:
        'A profile, and its security settings, that are only named by their id exist already; described ones are made.',
      params: wire.ChannelPath,
      body: wire.NewSubscription,
      answers: { 201: wire.SubscriptionId },
    },
    async ({ params, body, credential, reply }) => {
      const profile = await settings.createSubscription(credential.accountId, params.channel, body)
      const { subscriptionId } = body
      void reply.header(
        'location',
        `/subscriptions/1/subscription/${params.channel}/${subscriptionId}`,
      )
      return { subscriptionId, profile }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'get-subscription',
      method: 'GET',
      path: one,
      summary: 'Read a subscription',
      params: wire.SubscriptionPath,
      answers: { 200: wire.Subscription },
    },
    async ({ params, credential }) => {
      const { accountId } = credential
      const { channel, subscriptionId } = params
      const found = await store.findSubscription(db, accountId, channel, subscriptionId)
      if (!found) throw nothing('subscription')
      return presentSubscription(found)
    },
  )
  app.operation(
    {
      ...shared,
      id: 'update-subscription',
      method: 'PUT',
      path: one,
      summary: 'Change a subscription',
      description: 'What is left out stays as it is; the events are always given whole.',
      params: wire.SubscriptionPath,
      body: wire.ChangedSubscription,
      answers: { 200: wire.SubscriptionId },
    },
    async ({ params, body, credential }) => {
      const { channel, subscriptionId } = params
      const { accountId } = credential
      const profile = await settings.updateSubscription(accountId, channel, subscriptionId, body)
      return { subscriptionId, profile }
    },
  )
  app.operation(
    {
      ...shared,
      id: 'delete-subscription',
      method: 'DELETE',
      path: one,
      summary: 'Delete a subscription',
      description: 'What is on its way to its profile is still delivered.',
      params: wire.SubscriptionPath,
      answers: { 200: wire.SubscriptionId },
    },
    async ({ params, credential }) => {
      const { channel, subscriptionId } = params
      const { accountId } = credential
      const gone = await settings.removeSubscription(accountId, channel, subscriptionId)
      const { profile } = presentSubscription(gone)
      return { subscriptionId, profile }
    },
  )
}

/** What can be subscribed to. */
export function addCatalogue(app: App): void {
  app.operation(
    {
      product: 'subscriptions',
      envelope: 2,
      access: ['subscriptions:manage'],
      id: 'list-subscription-events',
      method: 'GET',
      path: '/subscriptions/1/events',
      summary: 'List the channels and events that can be subscribed to',
      answers: { 200: wire.EventCatalogue },
    },
    async () => ({ results: catalogue }),
  )
}

type Asked = string | string[] | undefined
const listed = (asked: Asked): string[] =>
  asked === undefined ? [] : Array.isArray(asked) ? asked : [asked]

function fits(row: ListedSubscription, query: wire.SubscriptionQuery): boolean {
  const inCriteria = (member: keyof store.Criterion, asked: Asked) =>
    listed(asked).every((value) => row.criteria.some((pair) => pair[member] === value))
  return (
    inCriteria('applicationId', query.applicationId) &&
    inCriteria('entityId', query.entityId) &&
    inCriteria('callsConfigurationId', query.callsConfigurationId) &&
    listed(query.resource).every((value) => row.resources.includes(value)) &&
    listed(query.user).every((value) => row.users.includes(value))
  )
}
