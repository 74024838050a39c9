import {
  ActionIcon,
  Badge,
  Button,
  MultiSelect,
  Select,
  Stack,
  TagsInput,
  TextInput,
} from '@mantine/core'
import { IconPencil, IconWebhook } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer, Given } from '../api/call.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { DeleteEntry, Entries, Entry, FormWindow } from './entries.tsx'

type Channel = Given<'get-subscriptions'>['params']['channel']
type Subscription = Answer<'get-subscriptions'>['results'][number]
const ALL = { page: 0, size: 100 }
const nameOf = (event: Subscription['events'][number]): string =>
  typeof event === 'string' ? event : event.event

export function Subscriptions() {
  const { t } = useTranslation()
  const [channel, setChannel] = useState<Channel>('SMS')
  const catalogue = useAsk('list-subscription-events', {})
  const found = useAsk('get-subscriptions', { params: { channel }, query: ALL })
  const remove = useChange('delete-subscription', ['get-subscriptions'])
  const [edited, setEdited] = useState<Subscription | 'new' | null>(null)
  const chosen = edited === 'new' ? null : edited
  return (
    <Stack>
      <Select
        label={t('webhooks.channel')}
        data={(catalogue.data?.results ?? [{ channel: 'SMS', served: [] }]).map(
          (one) => one.channel,
        )}
        value={channel}
        onChange={(value) => value && setChannel(value as Channel)}
        allowDeselect={false}
        searchable
        maw={320}
      />
      <Entries
        about={t('webhooks.subscriptionsAbout')}
        asked={found}
        items={found.data?.results}
        icon={<IconWebhook size={28} />}
        none={{ title: t('webhooks.noSubscriptions'), text: t('webhooks.noSubscriptionsText') }}
        add={{ label: t('webhooks.subscribe'), run: () => setEdited('new') }}
      >
        {(one) => (
          <Entry
            key={one.subscriptionId}
            name={one.name ?? one.subscriptionId}
            badges={one.events.map((event) => (
              <Badge key={nameOf(event)} color="gray">
                {nameOf(event)}
              </Badge>
            ))}
            detail={detailOf(one, t('webhooks.everything'))}
            actions={
              <>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={t('webhooks.edit', { name: one.name ?? one.subscriptionId })}
                  title={t('webhooks.edit', { name: one.name ?? one.subscriptionId })}
                  onClick={() => setEdited(one)}
                >
                  <IconPencil size={16} />
                </ActionIcon>
                <DeleteEntry
                  name={one.name ?? one.subscriptionId}
                  run={() =>
                    remove.mutate(
                      { params: { channel, subscriptionId: one.subscriptionId } },
                      { onSuccess: () => tellDone(t('webhooks.deleted')), onError: tellFault },
                    )
                  }
                />
              </>
            }
          />
        )}
      </Entries>
      <FormWindow
        title={
          chosen ? t('webhooks.edit', { name: chosen.subscriptionId }) : t('webhooks.subscribe')
        }
        opened={edited !== null}
        close={() => setEdited(null)}
      >
        <SubscriptionForm
          key={chosen?.subscriptionId ?? 'new'}
          subscription={chosen}
          channel={channel}
          events={catalogue.data?.results.find((one) => one.channel === channel)?.events ?? []}
          done={() => {
            setEdited(null)
            tellDone(t('webhooks.saved'))
          }}
        />
      </FormWindow>
    </Stack>
  )
}

function detailOf(one: Subscription, everything: string): string {
  const about = [
    ...one.criteria.map((pair) => [pair.applicationId, pair.entityId].filter(Boolean).join(' / ')),
    ...one.resources,
    ...one.users,
  ]
  return `${one.subscriptionId} → ${one.profile.profileId} · ${about.join(', ') || everything}`
}

function SubscriptionForm({
  subscription,
  channel,
  events,
  done,
}: {
  subscription: Subscription | null
  channel: Channel
  events: readonly string[]
  done: () => void
}) {
  const { t } = useTranslation()
  const profiles = useAsk('get-profiles', { query: ALL })
  const create = useChange('create-subscription', ['get-subscriptions'])
  const update = useChange('update-subscription', ['get-subscriptions'])
  const [subscriptionId, setId] = useState(subscription?.subscriptionId ?? '')
  const [chosen, setChosen] = useState<string[]>(
    subscription?.events.map(nameOf) ??
      ['DELIVERY', 'INBOUND_MESSAGE'].filter((name) => events.includes(name)),
  )
  const [profileId, setProfile] = useState<string | null>(subscription?.profile.profileId ?? null)
  // The form shows one criterion; further ones stay as they are.
  const [first, ...others] = subscription?.criteria ?? []
  const [applicationId, setApplication] = useState(first?.applicationId ?? '')
  const [entityId, setEntity] = useState(first?.entityId ?? '')
  const [resources, setResources] = useState<string[]>(subscription?.resources ?? [])
  const pair = {
    ...(applicationId ? { applicationId } : {}),
    ...(entityId ? { entityId } : {}),
  }
  const fault = create.error ?? update.error
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (profileId === null || subscriptionId === '') return
    const body = {
      // A name that came with a format keeps it.
      events: chosen.map(
        (name) => subscription?.events.find((one) => nameOf(one) === name) ?? name,
      ),
      resources,
      criteria: [...(Object.keys(pair).length === 0 ? [] : [pair]), ...others],
      profile: { profileId },
    }
    if (subscription)
      update.mutate({ params: { channel, subscriptionId }, body }, { onSuccess: done })
    else
      create.mutate({ params: { channel }, body: { subscriptionId, ...body } }, { onSuccess: done })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('webhooks.id')}
          description={t('webhooks.idAbout')}
          value={subscriptionId}
          onChange={(event) => setId(event.currentTarget.value)}
          disabled={subscription !== null}
          maxLength={255}
          required
        />
        <MultiSelect
          label={t('webhooks.events')}
          data={[...events]}
          value={chosen}
          onChange={setChosen}
          searchable
        />
        <Select
          label={t('webhooks.profile')}
          description={t('webhooks.profileAbout')}
          data={(profiles.data?.results ?? []).map((one) => one.profileId)}
          value={profileId}
          onChange={setProfile}
          nothingFoundMessage={t('webhooks.noProfiles')}
          searchable
          required
        />
        <TextInput
          label={t('webhooks.application')}
          description={t('webhooks.onlyAbout')}
          value={applicationId}
          onChange={(event) => setApplication(event.currentTarget.value)}
          maxLength={255}
        />
        <TextInput
          label={t('webhooks.entity')}
          value={entityId}
          onChange={(event) => setEntity(event.currentTarget.value)}
          maxLength={255}
        />
        <TagsInput
          label={t('webhooks.resources')}
          description={t('webhooks.resourcesAbout')}
          value={resources}
          onChange={setResources}
        />
        {fault && <FaultNotice fault={fault} />}
        <Button
          type="submit"
          loading={create.isPending || update.isPending}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('webhooks.save')}
        </Button>
      </Stack>
    </form>
  )
}
