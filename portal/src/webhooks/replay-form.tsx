import { Button, Group, Modal, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { IconRepeat } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { renew } from '../api/ask.ts'
import { api, type ApiFault } from '../api/call.ts'
import { nowMs } from '../clock.ts'
import { instantOf, writeTime } from '../language/format.ts'
import { InstantField } from '../parts/instant-field.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'

const HOUR_MS = 3_600_000
/** Each takes two thousand messages. */
const ROUNDS_MAX = 500

interface Wish {
  since: string
  until: string
  bulkId?: string
  to?: string
}

/** Asks until everything is on its way. */
async function replayAll(wish: Wish): Promise<number> {
  let queued = 0
  let cursor: string | undefined
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const told = await api('replay-reports', {
      body: { ...wish, ...(cursor === undefined ? {} : { cursor }) },
    })
    queued += told.queued
    if (told.nextCursor === null) break
    cursor = told.nextCursor
  }
  return queued
}

/** Delivery reports once more: of a span, and in it of a bulk or a number. */
export function ReplayForm() {
  const { t } = useTranslation()
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<IconRepeat size={16} />} onClick={open}>
        {t('webhooks.again.open')}
      </Button>
      <Modal
        opened={opened}
        onClose={close}
        title={t('webhooks.again.title')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('states.close') }}
      >
        <Fields done={close} />
      </Modal>
    </>
  )
}

function Fields({ done }: { done: () => void }) {
  const { t } = useTranslation()
  const [since, setSince] = useState<Date | string | null>(() => new Date(nowMs() - HOUR_MS))
  const [until, setUntil] = useState<Date | string | null>(() => new Date(nowMs()))
  const [bulkId, setBulkId] = useState('')
  const [to, setTo] = useState('')
  const replay = useMutation<number, ApiFault, Wish>({
    mutationFn: replayAll,
    onSuccess: (count) => {
      tellDone(t('webhooks.again.done', { count }))
      void renew('list-webhook-deliveries')
      done()
    },
  })
  const submit = (event: React.FormEvent) => {
    event.preventDefault()
    if (since === null || until === null) return
    replay.mutate({
      since: wireOf(since),
      until: wireOf(until),
      ...(bulkId.trim() === '' ? {} : { bulkId: bulkId.trim() }),
      ...(to.trim() === '' ? {} : { to: to.trim() }),
    })
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm">{t('webhooks.again.about')}</Text>
        {replay.error && <FaultNotice fault={replay.error} />}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <InstantField label={t('webhooks.again.since')} value={since} onChange={setSince} />
          <InstantField label={t('webhooks.again.until')} value={until} onChange={setUntil} />
          <TextInput
            label={t('webhooks.again.bulkId')}
            value={bulkId}
            maxLength={100}
            onChange={(event) => setBulkId(event.currentTarget.value)}
          />
          <TextInput
            label={t('webhooks.again.to')}
            value={to}
            maxLength={64}
            inputMode="tel"
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button
            type="submit"
            loading={replay.isPending}
            disabled={since === null || until === null}
          >
            {t('webhooks.again.go')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

const wireOf = (at: Date | string): string => writeTime(typeof at === 'string' ? instantOf(at) : at)
