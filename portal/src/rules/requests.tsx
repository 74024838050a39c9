import { Button, Card, Group, Select, Stack, TextInput } from '@mantine/core'
import { IconCheck, IconInbox, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { useMay } from '../app/session.ts'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { RegistrationFacts, type Registration } from './registrations.tsx'
import { countryName } from './words.ts'

const states = ['REQUESTED', 'APPROVED', 'REJECTED', 'EXPIRED'] as const
const ROWS = 50

/** Registrations of all accounts, for whoever runs the installation. */
export function Requests() {
  const { t } = useTranslation()
  const [state, setState] = useState<(typeof states)[number]>('REQUESTED')
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-registration-requests', {
    query: { limit: ROWS, state, ...(cursor === undefined ? {} : { cursor }) },
  })
  return (
    <Stack>
      <Select
        label={t('rules.showState')}
        data={states.map((value) => ({ value, label: t(`rules.state.${value}`) }))}
        value={state}
        onChange={(value) => {
          setState((value as typeof state | null) ?? 'REQUESTED')
          setCursors([])
        }}
        allowDeselect={false}
        maw={280}
      />
      {list.error && <FaultNotice fault={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Waiting rows={3} />}
      {list.data?.results.length === 0 && (
        <Card>
          <Empty
            icon={<IconInbox size={28} />}
            title={t('rules.noRequests')}
            text={t('rules.noRequestsText')}
          />
        </Card>
      )}
      {list.data?.results.map((one) => (
        <RequestCard key={one.id} one={one} />
      ))}
      {list.data && <Pages next={list.data.nextCursor} cursors={cursors} go={setCursors} />}
    </Stack>
  )
}

function RequestCard({ one }: { one: Registration }) {
  const { t } = useTranslation()
  const mayDecide = useMay('routes:manage')
  const decide = useChange('decide-sender-registration', [
    'list-registration-requests',
    'list-sender-registrations',
  ])
  const [answer, setAnswer] = useState('')
  const about = { sender: one.sender, country: countryName(one.country) }
  const say = (decision: 'APPROVED' | 'REJECTED') =>
    decide.mutate(
      {
        params: { registrationId: one.id },
        body: { decision, ...(answer.trim() === '' ? {} : { answer: answer.trim() }) },
      },
      { onSuccess: () => tellDone(t(`rules.decided.${decision}`, about)), onError: tellFault },
    )
  return (
    <Card data-request={`${one.sender} ${one.country}`}>
      <Stack>
        <RegistrationFacts one={one} />
        {mayDecide && (
          <>
            <TextInput
              label={t('rules.answer', about)}
              value={answer}
              onChange={(event) => setAnswer(event.currentTarget.value)}
              maxLength={1_000}
            />
            <Group gap="xs">
              <Button
                size="xs"
                leftSection={<IconCheck size={14} />}
                aria-label={t('rules.approveTitle', about)}
                disabled={one.state === 'APPROVED'}
                loading={decide.isPending}
                onClick={() => say('APPROVED')}
              >
                {t('rules.approve')}
              </Button>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconX size={14} />}
                aria-label={t('rules.rejectTitle', about)}
                disabled={one.state === 'REJECTED'}
                loading={decide.isPending}
                onClick={() => say('REJECTED')}
              >
                {t('rules.reject')}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Card>
  )
}
