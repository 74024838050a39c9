import { Button, Card, Group, Table, Text, Title } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { useFormat } from '../language/format.ts'
import { SimulatedBadge } from '../parts/badges.tsx'
import { confirm } from '../parts/confirm.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { StateBadge } from './state-badge.tsx'

type Connection = Answer<'get-operator-connection'>
type Bind = Connection['bindStates'][number]

const STALE = ['get-operator-connections', 'get-operator-connection', 'get-live-view'] as const

const counterNames = [
  'submitted',
  'accepted',
  'refused',
  'throttled',
  'unknown',
  'receipts',
  'inbound',
  'malformed',
  'lateResponses',
] as const

/** What the links of a connection do at this instant, and taking them out of use. */
export function LiveCard({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const format = useFormat()
  const mayChange = useMay('operators:manage')
  return (
    <Card>
      <Group justify="space-between" gap="xs" mb="sm">
        <Group gap="xs">
          <Title order={2}>{t('connections.live')}</Title>
          <StateBadge state={connection.state} />
          {connection.simulated && <SimulatedBadge />}
        </Group>
        {mayChange && <UseOfConnection connection={connection} />}
      </Group>
      {connection.lastError !== null && (
        <Text size="sm" mb="sm" c={connection.state === 'CONNECTED' ? 'dimmed' : 'red'}>
          {t('connections.lastError')} <Time at={connection.lastError.at} /> –{' '}
          {connection.lastError.text} {connection.lastError.whatToDo}
        </Text>
      )}
      <Table.ScrollContainer minWidth={520} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table fz="sm" verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('connections.link')}</Table.Th>
              <Table.Th>{t('connections.linkState')}</Table.Th>
              <Table.Th>{t('connections.since')}</Table.Th>
              <Table.Th>{t('connections.inFlight')}</Table.Th>
              {mayChange && <Table.Th>{t('connections.use')}</Table.Th>}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {connection.bindStates.map((bind, index, all) => (
              <Table.Tr key={`${bind.number} ${bind.kind}`} data-bind={bind.state}>
                <Table.Td>
                  {bind.number} · {t(`connection.bindType.${bind.kind}`)}
                </Table.Td>
                <Table.Td>{t(`connection.bindState.${bind.state}`)}</Table.Td>
                <Table.Td>
                  {bind.boundSince !== null ? (
                    <Time at={bind.boundSince} short />
                  ) : bind.nextTryAt !== null ? (
                    <>
                      {t('connections.nextTry')} <Time at={bind.nextTryAt} short />
                    </>
                  ) : (
                    '–'
                  )}
                </Table.Td>
                <Table.Td className="numbers">
                  {bind.inFlight} / {bind.windowSize}
                </Table.Td>
                {mayChange && (
                  <Table.Td>
                    {/* Both halves of a pair have one number and go together. */}
                    {all[index - 1]?.number !== bind.number && (
                      <UseOfBind connection={connection} bind={bind} />
                    )}
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Group gap="lg" mt="sm">
        {counterNames.map((name) => (
          <div key={name}>
            <Text size="xs" c="dimmed">
              {t(`connections.counter.${name}`)}
            </Text>
            <Text size="sm" fw={600} className="numbers">
              {format.number(connection.counters[name])}
            </Text>
          </div>
        ))}
        {connection.roundTripMs !== null && (
          <div>
            <Text size="xs" c="dimmed">
              {t('connections.roundTrip')}
            </Text>
            <Text size="sm" fw={600} className="numbers">
              {t('connections.ms', { number: format.number(Math.round(connection.roundTripMs)) })}
            </Text>
          </div>
        )}
      </Group>
    </Card>
  )
}

const isOut = (bind: Bind) => bind.state === 'DRAINED' || bind.state === 'DRAINING'

/** Taking all links out of use, and back into it; both where only some are out. */
function UseOfConnection({ connection }: { connection: Connection }) {
  const { t } = useTranslation()
  const drain = useChange('drain-operator-connection', STALE)
  const resume = useChange('resume-operator-connection', STALE)
  const { name, bindStates } = connection
  const given = { params: { connectionId: connection.id } }
  const takeOut = async () => {
    if (
      await confirm({
        title: t('connections.drainTitle', { name }),
        text: t('connections.drainText'),
        action: t('connections.drain'),
        harmful: true,
      })
    )
      drain.mutate(given, {
        onSuccess: () => tellDone(t('connections.drained', { name })),
        onError: tellFault,
      })
  }
  if (bindStates.length === 0) return null
  return (
    <Group gap="xs">
      {bindStates.some(isOut) && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerPlay size={14} />}
          loading={resume.isPending}
          onClick={() =>
            resume.mutate(given, {
              onSuccess: () => tellDone(t('connections.resumed', { name })),
              onError: tellFault,
            })
          }
        >
          {t('connections.resume')}
        </Button>
      )}
      {!bindStates.every(isOut) && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerPause size={14} />}
          loading={drain.isPending}
          onClick={() => void takeOut()}
        >
          {t('connections.drain')}
        </Button>
      )}
    </Group>
  )
}

/** The same for one link: the others carry on, so nothing is asked first. */
function UseOfBind({ connection, bind }: { connection: Connection; bind: Bind }) {
  const { t } = useTranslation()
  const drain = useChange('drain-operator-bind', STALE)
  const resume = useChange('resume-operator-bind', STALE)
  const out = isOut(bind)
  const number = bind.number
  const change = () =>
    (out ? resume : drain).mutate(
      { params: { connectionId: connection.id, number } },
      {
        onSuccess: () =>
          tellDone(t(out ? 'connections.resumedBind' : 'connections.drainedBind', { number })),
        onError: tellFault,
      },
    )
  return (
    <Button
      variant="subtle"
      size="compact-sm"
      loading={drain.isPending || resume.isPending}
      onClick={change}
      aria-label={t(out ? 'connections.resumeBind' : 'connections.drainBind', { number })}
    >
      {t(out ? 'connections.resume' : 'connections.drain')}
    </Button>
  )
}
