import { Button, Card, Group, Select, Stack, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFileImport, IconPlugConnected, IconScale } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import { useMay } from '../app/session.ts'
import { now } from '../clock.ts'
import { LinkButton } from '../parts/links.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { BillForm } from './bill-form.tsx'
import { isMonth, lastMonth } from './bill.ts'
import { Comparison } from './comparison.tsx'

const route = getRouteApi('/app/operator-bills')
const CONNECTIONS_MAX = 200

/** One bill at a time: that of a connection for a month. */
export function Bills() {
  const { t } = useTranslation()
  const { connection, month = lastMonth(now()) } = route.useSearch()
  const navigate = route.useNavigate()
  const connections = useAsk('get-operator-connections', { query: { limit: CONNECTIONS_MAX } })
  if (connections.error)
    return <FaultNotice fault={connections.error} retry={() => void connections.refetch()} />
  if (connections.isPending) return <Waiting rows={3} />
  const all = connections.data.results
  const chosen = all.find((one) => String(one.id) === connection) ?? all[0]
  if (!chosen)
    return (
      <Card>
        <Empty
          icon={<IconPlugConnected size={28} />}
          title={t('operatorBills.noConnections')}
          text={t('operatorBills.noConnectionsText')}
          action={<LinkButton to="/connections">{t('nav.connections')}</LinkButton>}
        />
      </Card>
    )
  const look = (changed: { connection?: string; month?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...changed }), replace: true })
  return (
    <Stack>
      <Card>
        <Group align="flex-start" grow preventGrowOverflow={false}>
          <Select
            label={t('operatorBills.connection')}
            data={all.map((one) => ({ value: String(one.id), label: one.name }))}
            value={String(chosen.id)}
            onChange={(value) => value !== null && look({ connection: value })}
            allowDeselect={false}
            searchable
            miw={200}
          />
          <TextInput
            type="month"
            label={t('operatorBills.month')}
            value={month}
            onChange={(event) => look({ month: event.currentTarget.value })}
            error={isMonth(month) ? undefined : t('operatorBills.monthFault')}
            miw={160}
          />
        </Group>
      </Card>
      {isMonth(month) && (
        <Bill key={`${chosen.id} ${month}`} connectionId={chosen.id} month={month} />
      )}
    </Stack>
  )
}

function Bill({ connectionId, month }: { connectionId: number; month: string }) {
  const { t } = useTranslation()
  const mayManage = useMay('billing:manage')
  const [entering, form] = useDisclosure(false)
  const bill = useAsk('get-operator-bill', { params: { connectionId, month } })
  const isMissing = bill.error?.status === 404
  const enter = mayManage && !entering && (
    <Button
      variant={isMissing ? 'filled' : 'default'}
      leftSection={<IconFileImport size={16} />}
      onClick={form.open}
      w="fit-content"
    >
      {isMissing ? t('operatorBills.enter') : t('operatorBills.enterAgain')}
    </Button>
  )
  return (
    <Stack>
      {bill.isPending && !entering && <Waiting rows={4} />}
      {bill.error && !isMissing && (
        <FaultNotice fault={bill.error} retry={() => void bill.refetch()} />
      )}
      {isMissing && !entering && (
        <Card>
          <Empty
            icon={<IconScale size={28} />}
            title={t('operatorBills.none')}
            text={t('operatorBills.noneText')}
            action={enter || undefined}
          />
        </Card>
      )}
      {bill.data && !isMissing && <Comparison bill={bill.data} action={enter} />}
      {entering && (
        <BillForm
          connectionId={connectionId}
          month={month}
          replaces={!isMissing}
          close={form.close}
        />
      )}
    </Stack>
  )
}
