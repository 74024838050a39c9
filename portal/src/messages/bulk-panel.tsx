import { Badge, Button, Card, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCalendarClock, IconPlayerPause, IconPlayerPlay, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { nowMs } from '../clock.ts'
import { instantOf, readTime, useFormat, writeTime } from '../language/format.ts'
import { confirm } from '../parts/confirm.tsx'
import { InstantField } from '../parts/instant-field.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'

type BulkState = 'PENDING' | 'PAUSED' | 'CANCELED'
const STALE = [
  'get-scheduled-sms-messages',
  'get-scheduled-sms-messages-status',
  'list-messages',
] as const
const REFRESH_MS = 5_000

/** A request that waits for its time, and what can still be done with it. Shows nothing for one that was never scheduled. */
export function BulkPanel({ bulkId }: { bulkId: string }) {
  const { t } = useTranslation()
  const format = useFormat()
  const bulk = useAsk(
    'get-scheduled-sms-messages',
    { query: { bulkId } },
    { retry: false, refetchInterval: (query) => (query.state.error ? false : REFRESH_MS) },
  )
  const state = useAsk(
    'get-scheduled-sms-messages-status',
    { query: { bulkId } },
    { retry: false, refetchInterval: (query) => (query.state.error ? false : REFRESH_MS) },
  )
  const setState = useChange('update-scheduled-sms-messages-status', STALE)
  const [moving, move] = useDisclosure(false)
  if (!bulk.data?.sendAt || !state.data?.status) return null
  const { status } = state.data
  const sendAt = readTime(bulk.data.sendAt)
  const open = status === 'PENDING' || status === 'PAUSED'
  const change = (wanted: BulkState) =>
    setState.mutate(
      { query: { bulkId }, body: { status: wanted } },
      { onSuccess: () => tellDone(t(`bulk.done.${wanted}`)) },
    )
  const cancel = async () => {
    if (
      await confirm({
        title: t('bulk.cancelTitle'),
        text: t('bulk.cancelText'),
        action: t('bulk.cancel'),
        harmful: true,
      })
    )
      change('CANCELED')
  }
  return (
    <Card component="section" aria-label={t('bulk.title')}>
      <Stack gap="sm">
        <Group justify="space-between">
          <div>
            <Group gap="xs">
              <Text fw={600}>{t('bulk.title')}</Text>
              <Badge
                color={status === 'PAUSED' ? 'orange' : status === 'CANCELED' ? 'red' : 'grape'}
                data-bulk-state={status}
              >
                {t(`bulk.state.${status}`)}
              </Badge>
            </Group>
            <Text size="sm" c="dimmed">
              {t('bulk.at', { local: format.time(sendAt), utc: format.utc(sendAt) })}
            </Text>
          </div>
          {open && (
            <Group gap="xs">
              {status === 'PENDING' ? (
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconPlayerPause size={14} />}
                  onClick={() => change('PAUSED')}
                >
                  {t('bulk.pause')}
                </Button>
              ) : (
                <Button
                  variant="default"
                  size="xs"
                  leftSection={<IconPlayerPlay size={14} />}
                  onClick={() => change('PENDING')}
                >
                  {t('bulk.resume')}
                </Button>
              )}
              <Button
                variant="default"
                size="xs"
                leftSection={<IconCalendarClock size={14} />}
                onClick={move.open}
              >
                {t('bulk.move')}
              </Button>
              <Button
                color="red"
                variant="light"
                size="xs"
                leftSection={<IconTrash size={14} />}
                onClick={() => void cancel()}
              >
                {t('bulk.cancel')}
              </Button>
            </Group>
          )}
        </Group>
        {setState.error && <FaultNotice fault={setState.error} />}
      </Stack>
      <Move opened={moving} onClose={move.close} bulkId={bulkId} sendAt={sendAt} />
    </Card>
  )
}

function Move({
  opened,
  onClose,
  bulkId,
  sendAt,
}: {
  opened: boolean
  onClose: () => void
  bulkId: string
  sendAt: Date
}) {
  const { t } = useTranslation()
  const format = useFormat()
  const reschedule = useChange('reschedule-sms-messages', STALE)
  const [local, setLocal] = useState<string | null>(null)
  const chosen = local === null ? null : instantOf(local)
  const past = chosen !== null && chosen.getTime() <= nowMs()
  const save = () => {
    if (chosen === null || past) return
    reschedule.mutate(
      { query: { bulkId }, body: { sendAt: writeTime(chosen) } },
      {
        onSuccess: () => {
          tellDone(t('bulk.moved', { local: format.time(chosen) }))
          onClose()
        },
      },
    )
  }
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('bulk.move')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      <Stack>
        <InstantField
          label={t('compose.when.at')}
          value={local ?? sendAt}
          onChange={setLocal}
          error={past ? t('compose.fault.past') : undefined}
        />
        {chosen !== null && (
          <Text size="sm" c="dimmed">
            {t('compose.when.utc', { utc: format.utc(chosen) })}
          </Text>
        )}
        {reschedule.error && <FaultNotice fault={reschedule.error} />}
        <Button onClick={save} disabled={chosen === null || past} loading={reschedule.isPending}>
          {t('bulk.save')}
        </Button>
      </Stack>
    </Modal>
  )
}
