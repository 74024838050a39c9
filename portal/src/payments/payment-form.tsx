import { Alert, Button, Card, Group, Select, Stack, TextInput, Title } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { now } from '../clock.ts'
import { useAmount } from '../money/amounts.ts'
import { confirm } from '../parts/confirm.tsx'
import { LinkAnchor } from '../parts/links.tsx'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { bodyOf, faultsOf, REFERENCE_SIGNS_MAX, type WrittenPayment } from './payment.ts'

export type Customer = Answer<'list-customers'>['results'][number]
const INVOICES_MAX = 200
const STALE = [
  'list-customer-payments',
  'list-customers',
  'list-issued-invoices',
  'get-issued-invoice',
] as const

const empty = (): WrittenPayment => ({
  amount: '',
  // Swedish writes days as a date field wants them, here in the reader's zone.
  receivedOn: now().toLocaleDateString('sv-SE'),
  reference: '',
  invoiceId: null,
})

/** Enters a payment that came in at the bank: it settles the chosen invoice first, then the oldest ones. */
export function PaymentForm({
  customer,
  invoiceId,
  close,
}: {
  customer: Customer
  /** Chosen to begin with. */
  invoiceId: string | null
  close: () => void
}) {
  const { t } = useTranslation()
  const money = useAmount()
  const enter = useChange('create-customer-payment', STALE)
  const [said, setSaid] = useState(() => ({ ...empty(), invoiceId }))
  const [tried, setTried] = useState(false)
  const put = (changed: Partial<WrittenPayment>) => setSaid((before) => ({ ...before, ...changed }))
  const faults = faultsOf(said)
  const shown = tried ? faults : {}
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (Object.keys(faults).length > 0) return
    const body = bodyOf(said)
    const sum = money(body.amount, customer.currency)
    const sure = await confirm({
      title: t('payments.sure', { amount: sum, name: customer.accountName }),
      text: t('payments.sureText', { reference: body.reference }),
      action: t('payments.enterIt'),
    })
    if (!sure) return
    enter.mutate(
      { params: { account: customer.account }, body },
      {
        onSuccess: () => {
          tellDone(t('payments.entered', { amount: sum }))
          setSaid(empty())
          setTried(false)
        },
      },
    )
  }
  const receipt = enter.data?.receiptId ?? null
  return (
    <Card>
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack gap="md">
          <Title order={2} fz="lg">
            {t('payments.from', { name: customer.accountName })}
          </Title>
          <Group align="flex-start" grow preventGrowOverflow={false}>
            <TextInput
              label={t('payments.amountIn', { currency: customer.currency })}
              value={said.amount}
              onChange={(event) => put({ amount: event.currentTarget.value })}
              error={shown.amount && t(`payments.${shown.amount}`)}
              inputMode="decimal"
              maxLength={20}
              miw={140}
              required
              autoFocus
            />
            <TextInput
              type="date"
              label={t('payments.receivedOn')}
              value={said.receivedOn}
              onChange={(event) => put({ receivedOn: event.currentTarget.value })}
              error={shown.receivedOn && t(`payments.${shown.receivedOn}`)}
              miw={150}
              required
            />
          </Group>
          <TextInput
            label={t('payments.reference')}
            description={t('payments.referenceAbout')}
            value={said.reference}
            onChange={(event) => put({ reference: event.currentTarget.value })}
            error={shown.reference && t(`payments.${shown.reference}`)}
            maxLength={REFERENCE_SIGNS_MAX}
            required
          />
          <OpenInvoices
            customer={customer}
            value={said.invoiceId}
            onChange={(invoiceId) => put({ invoiceId })}
          />
          {enter.error && <FaultNotice fault={enter.error} />}
          {receipt !== null && (
            <Alert color="green" icon={<IconCheck />}>
              {t('payments.receipt')}{' '}
              <LinkAnchor to="/issued-invoices/$id" params={{ id: receipt }}>
                {t('payments.seeReceipt')}
              </LinkAnchor>
            </Alert>
          )}
          <Group>
            <Button type="submit" loading={enter.isPending}>
              {t('payments.enterIt')}
            </Button>
            <Button variant="default" onClick={close}>
              {t('states.close')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

function OpenInvoices({
  customer,
  value,
  onChange,
}: {
  customer: Customer
  value: string | null
  onChange: (id: string | null) => void
}) {
  const { t } = useTranslation()
  const money = useAmount()
  const open = useAsk('list-issued-invoices', {
    query: { account: customer.account, open: true, limit: INVOICES_MAX },
  })
  const left = (payable: string, settled: string | null) =>
    String(Number(payable) - Number(settled ?? 0))
  return (
    <>
      <Select
        label={t('payments.invoice')}
        description={
          customer.prepaid ? t('payments.invoicePrepaid') : t('payments.invoicePostpaid')
        }
        placeholder={
          open.data?.results.length === 0 ? t('payments.nothingOpen') : t('payments.oldest')
        }
        data={(open.data?.results ?? []).map((one) => ({
          value: one.id,
          label: t('payments.openInvoice', {
            number: one.number,
            left: money(left(one.payable, one.settled), one.currency),
            due: one.dueOn ?? '–',
          }),
        }))}
        value={value}
        onChange={onChange}
        disabled={open.data?.results.length === 0}
        clearable
        clearButtonProps={{ 'aria-label': t('payments.oldest') }}
      />
      {open.error && <FaultNotice fault={open.error} retry={() => void open.refetch()} />}
    </>
  )
}
