import { ActionIcon, Badge, Button, Group, Stack, Switch } from '@mantine/core'
import { IconRefresh, IconTruckDelivery } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { nowMs } from '../clock.ts'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { Entries, Entry } from './entries.tsx'
import { ReplayForm } from './replay-form.tsx'

type Delivery = Answer<'list-webhook-deliveries'>['results'][number]
const PAGE_ROWS = 30
const DAY_MS = 86_400_000

export function Deliveries() {
  const { t } = useTranslation()
  const [failed, setFailed] = useState(false)
  /** The cursors of the pages before this one. */
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const found = useAsk(
    'list-webhook-deliveries',
    {
      query: {
        limit: PAGE_ROWS,
        ...(failed ? { failed: true } : {}),
        ...(cursor === undefined ? {} : { cursor }),
      },
    },
    { placeholderData: (old) => old },
  )
  const replayAll = useChange('replay-webhook-deliveries', ['list-webhook-deliveries'])
  const next = found.data?.nextCursor ?? null
  return (
    <Stack>
      <Group justify="space-between">
        <Switch
          label={t('webhooks.onlyFailed')}
          checked={failed}
          onChange={(event) => {
            setFailed(event.currentTarget.checked)
            setCursors([])
          }}
        />
        <ReplayForm />
        <Button
          variant="default"
          leftSection={<IconRefresh size={16} />}
          loading={replayAll.isPending}
          onClick={() =>
            replayAll.mutate(
              { body: { since: new Date(nowMs() - DAY_MS).toISOString() } },
              {
                onSuccess: (told) => tellDone(t('webhooks.queued', { count: told.queued })),
                onError: tellFault,
              },
            )
          }
        >
          {t('webhooks.replayDay')}
        </Button>
      </Group>
      <Entries
        about={t('webhooks.deliveriesAbout')}
        asked={found}
        items={found.data?.results}
        icon={<IconTruckDelivery size={28} />}
        none={{ title: t('webhooks.noDeliveries'), text: t('webhooks.noDeliveriesText') }}
      >
        {(one) => <DeliveryEntry key={one.id} delivery={one} />}
      </Entries>
      {(cursors.length > 0 || next !== null) && (
        <Group justify="center">
          <Button
            variant="default"
            size="xs"
            disabled={cursors.length === 0}
            onClick={() => setCursors(cursors.slice(0, -1))}
          >
            {t('webhooks.newer')}
          </Button>
          <Button
            variant="default"
            size="xs"
            disabled={next === null}
            onClick={() => next !== null && setCursors([...cursors, next])}
          >
            {t('webhooks.older')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

function DeliveryEntry({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation()
  const replay = useChange('replay-webhook-delivery', ['list-webhook-deliveries'])
  const { id, ok, status, reason } = delivery
  const label = t('webhooks.replayOf', { target: delivery.target })
  return (
    <Entry
      name={delivery.target}
      badges={
        <>
          <Badge color={ok ? 'green' : 'red'}>{status ?? t('webhooks.silent')}</Badge>
          <Badge color="gray">
            {delivery.channel} {delivery.event}
          </Badge>
        </>
      }
      detail={
        <>
          <Time at={delivery.at} />
          {` · ${t('webhooks.items', { count: delivery.items })} · ${t('webhooks.tookMs', { ms: delivery.tookMs })}`}
          {` · ${t('webhooks.attempt', { count: delivery.attempt })}`}
          {delivery.profileId !== null && ` · ${delivery.profileId}`}
          {reason !== null && ` · ${reason}`}
        </>
      }
      actions={
        delivery.canReplay && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={label}
            title={label}
            loading={replay.isPending}
            onClick={() =>
              replay.mutate(
                { params: { id } },
                {
                  onSuccess: (told) => tellDone(t('webhooks.queued', { count: told.queued })),
                  onError: tellFault,
                },
              )
            }
          >
            <IconRefresh size={16} />
          </ActionIcon>
        )
      }
    />
  )
}
