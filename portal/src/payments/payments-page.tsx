import { Button, Card, SegmentedControl, Select, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCoins, IconPlus } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk } from '../api/ask.ts'
import { useMay } from '../app/session.ts'
import { Page } from '../parts/page.tsx'
import { Pages } from '../parts/pages.tsx'
import { Empty, FaultNotice, Waiting } from '../parts/states.tsx'
import { PaymentForm, type Customer } from './payment-form.tsx'
import { PaymentTable } from './payment-table.tsx'

const route = getRouteApi('/app/payments')
const CUSTOMERS_MAX = 1_000

/** What customers paid at the bank or by card, and what the account itself paid. */
export function PaymentsPage() {
  const { t } = useTranslation()
  const [side, setSide] = useState<'received' | 'own'>('received')
  return (
    <Page title={t('payments.title')} about={t('payments.about')}>
      <SegmentedControl
        aria-label={t('payments.side')}
        value={side}
        onChange={(value) => setSide(value === 'own' ? 'own' : 'received')}
        data={[
          { value: 'received', label: t('payments.received') },
          { value: 'own', label: t('payments.own') },
        ]}
        w="fit-content"
      />
      {side === 'received' ? <Received /> : <Own />}
    </Page>
  )
}

function Received() {
  const { t } = useTranslation()
  const { account, invoice } = route.useSearch()
  const navigate = route.useNavigate()
  const customers = useAsk('list-customers', { query: { limit: CUSTOMERS_MAX } })
  const chosen = customers.data?.results.find((one) => one.account === account)
  if (customers.error)
    return <FaultNotice fault={customers.error} retry={() => void customers.refetch()} />
  if (customers.isPending) return <Waiting rows={3} />
  if (customers.data.results.length === 0)
    return (
      <Card>
        <Empty
          icon={<IconCoins size={28} />}
          title={t('prices.noCustomers')}
          text={t('payments.noCustomersText')}
        />
      </Card>
    )
  return (
    <Stack>
      <Select
        label={t('payments.customer')}
        placeholder={t('payments.choose')}
        data={customers.data.results.map((one) => ({ value: one.account, label: one.accountName }))}
        value={chosen?.account ?? null}
        onChange={(value) =>
          void navigate({ search: { account: value ?? undefined }, replace: true })
        }
        nothingFoundMessage={t('payments.noneFound')}
        searchable
        maw={420}
      />
      {chosen ? (
        <OfCustomer key={chosen.account} customer={chosen} invoiceId={invoice ?? null} />
      ) : (
        <Card>
          <Empty
            icon={<IconCoins size={28} />}
            title={t('payments.choose')}
            text={t('payments.chooseText')}
          />
        </Card>
      )}
    </Stack>
  )
}

/** @param invoiceId what somebody came to pay; the form is open then */
function OfCustomer({ customer, invoiceId }: { customer: Customer; invoiceId: string | null }) {
  const { t } = useTranslation()
  const mayManage = useMay('billing:manage')
  const [entering, form] = useDisclosure(invoiceId !== null)
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-customer-payments', {
    params: { account: customer.account },
    query: cursor === undefined ? {} : { cursor },
  })
  return (
    <>
      {mayManage && !entering && (
        <Button leftSection={<IconPlus size={16} />} w="fit-content" onClick={form.open}>
          {t('payments.enter')}
        </Button>
      )}
      {entering && <PaymentForm customer={customer} invoiceId={invoiceId} close={form.close} />}
      <PaymentTable list={list} noneText={t('payments.noneText')} />
      <Pages next={list.data?.nextCursor ?? null} cursors={cursors} go={setCursors} />
    </>
  )
}

function Own() {
  const { t } = useTranslation()
  const [cursors, setCursors] = useState<string[]>([])
  const cursor = cursors.at(-1)
  const list = useAsk('list-payments', { query: cursor === undefined ? {} : { cursor } })
  return (
    <>
      <PaymentTable list={list} noneText={t('payments.noneOwnText')} />
      <Pages next={list.data?.nextCursor ?? null} cursors={cursors} go={setCursors} />
    </>
  )
}
