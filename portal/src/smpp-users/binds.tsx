import { Badge, Button, Card, Stack, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import { useFormat } from '../language/format.ts'
import { confirm } from '../parts/confirm.tsx'
import { Pages } from '../parts/pages.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Time } from '../parts/time.tsx'
import { LOOK_AGAIN_MS } from './settings.ts'

const PAGE_ROWS = 20

/** Who is bound now. */
export function Binds({ mayManage }: { mayManage: boolean }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [cursors, setCursors] = useState<string[]>([])
  const binds = useAsk(
    'list-smpp-binds',
    { query: { limit: PAGE_ROWS, cursor: cursors.at(-1) } },
    { placeholderData: (old) => old, refetchInterval: LOOK_AGAIN_MS },
  )
  const end = useChange('end-smpp-bind', ['list-smpp-binds', 'list-smpp-users'])
  const ask = async (id: string, systemId: string) => {
    const asked = {
      title: t('smppUsers.endTitle', { systemId }),
      text: t('smppUsers.endText'),
      action: t('smppUsers.end'),
      harmful: true,
    }
    if (await confirm(asked))
      end.mutate(
        { params: { id } },
        { onSuccess: () => tellDone(t('smppUsers.ended')), onError: tellFault },
      )
  }
  const all = binds.data?.results ?? []
  return (
    <Stack gap="sm">
      <Title order={2}>{t('smppUsers.binds')}</Title>
      {binds.error && <FaultNotice fault={binds.error} retry={() => void binds.refetch()} />}
      {binds.isPending && <Waiting rows={2} />}
      {binds.data && all.length === 0 && (
        <Text c="dimmed" size="sm">
          {t('smppUsers.noBinds')}
        </Text>
      )}
      {all.length > 0 && (
        <Card p={0}>
          <Table.ScrollContainer minWidth={560} scrollAreaProps={{ tabIndex: 0 }}>
            <Table verticalSpacing="sm" horizontalSpacing="md" aria-label={t('smppUsers.binds')}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('smppUsers.systemId')}</Table.Th>
                  <Table.Th>{t('smppUsers.kind')}</Table.Th>
                  <Table.Th>{t('smppUsers.address')}</Table.Th>
                  <Table.Th>{t('smppUsers.since')}</Table.Th>
                  <Table.Th ta="end">{t('smppUsers.submitted')}</Table.Th>
                  <Table.Th ta="end">{t('smppUsers.delivered')}</Table.Th>
                  {mayManage && <Table.Th ta="end">{t('states.actions')}</Table.Th>}
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {all.map((one) => (
                  <Table.Tr key={one.id} data-bind={one.systemId}>
                    <Table.Td className="mono">{one.systemId}</Table.Td>
                    <Table.Td>
                      {t(`smppUsers.kinds.${one.kind}`)} {one.version}{' '}
                      {one.tls && <Badge color="green">TLS</Badge>}
                    </Table.Td>
                    <Table.Td className="mono">{one.address}</Table.Td>
                    <Table.Td>
                      <Time at={one.boundAt} short />
                    </Table.Td>
                    <Table.Td ta="end" className="numbers">
                      {format.number(one.submitted)}
                    </Table.Td>
                    <Table.Td ta="end" className="numbers">
                      {format.number(one.delivered)}
                    </Table.Td>
                    {mayManage && (
                      <Table.Td ta="end">
                        <Button
                          size="xs"
                          variant="default"
                          onClick={() => void ask(one.id, one.systemId)}
                        >
                          {t('smppUsers.end')}
                        </Button>
                      </Table.Td>
                    )}
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
      <Pages next={binds.data?.nextCursor ?? null} cursors={cursors} go={setCursors} />
    </Stack>
  )
}
