import { Badge, Card, Group, Stack, Switch, Text } from '@mantine/core'
import { IconBellCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useFormat } from '../language/format.ts'
import { LinkAnchor } from '../parts/links.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { Time } from '../parts/time.tsx'

type Alarm = Answer<'get-operator-alarms'>['results'][number]

const REFRESH_MS = 10_000
const PAGE_SIZE = 50

/** Newest first; those that go on are marked. */
export function AlarmList() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const [cursors, setCursors] = useState<string[]>([])
  const alarms = useAsk(
    'get-operator-alarms',
    { query: { open: open || undefined, limit: PAGE_SIZE, cursor: cursors.at(-1) } },
    { refetchInterval: REFRESH_MS },
  )
  const found = alarms.data?.results
  return (
    <Stack>
      <Switch
        label={t('alarms.onlyOpen')}
        checked={open}
        onChange={(event) => {
          setOpen(event.currentTarget.checked)
          setCursors([])
        }}
      />
      {alarms.error && <FaultNotice fault={alarms.error} retry={() => void alarms.refetch()} />}
      {alarms.isPending && <Waiting rows={3} />}
      {found?.length === 0 && (
        <Card>
          <Empty
            icon={<IconBellCheck size={28} />}
            title={t(open ? 'alarms.noneOpen' : 'alarms.none')}
            text={t('alarms.noneText')}
          />
        </Card>
      )}
      {found && found.length > 0 && (
        <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
          {found.map((alarm) => (
            <OneAlarm key={alarm.id} alarm={alarm} />
          ))}
        </Stack>
      )}
      {alarms.data && <Pages next={alarms.data.nextCursor} cursors={cursors} go={setCursors} />}
    </Stack>
  )
}

function OneAlarm({ alarm }: { alarm: Alarm }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { kind, clearedAt } = alarm
  const isOver = clearedAt !== null
  return (
    <Card component="li" data-alarm={kind} data-over={isOver}>
      <Group gap="xs">
        <Badge color={isOver ? 'gray' : 'red'}>{t(isOver ? 'alarms.over' : 'alarms.goesOn')}</Badge>
        <Text fw={600}>{t(`alarms.kind.${kind}`)}</Text>
        <LinkAnchor to="/connections/$id" params={{ id: String(alarm.connectionId) }}>
          {alarm.connectionName}
        </LinkAnchor>
      </Group>
      <Text size="sm" mt={6}>
        {t(`alarms.measured.${kind}`, {
          measured: format.number(Math.round(alarm.measured)),
          threshold: format.number(alarm.threshold),
        })}
      </Text>
      <Text size="xs" c="dimmed">
        {t('alarms.since')} <Time at={alarm.raisedAt} />
        {clearedAt !== null && (
          <>
            {' · '}
            {t('alarms.until')} <Time at={clearedAt} />
          </>
        )}
      </Text>
      {!isOver && (
        <Text size="sm" mt={6}>
          {t(`alarms.whatToDo.${kind}`)}
        </Text>
      )}
    </Card>
  )
}
