import { Button, Card, Group, Modal, SimpleGrid, Stack, Table, Text, Textarea, TextInput } from '@mantine/core' // prettier-ignore
import { useDisclosure } from '@mantine/hooks'
import { IconDownload } from '@tabler/icons-react'
import { useParams } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { useMay } from '../app/session.ts'
import { useFormat } from '../language/format.ts'
import { FileButton } from '../parts/file-button.tsx'
import { LinkButton } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone, tellFault } from '../parts/tell.ts'
import { Disputes } from './disputes.tsx'
import { DocumentState } from './invoices-page.tsx'

type Detail = Answer<'get-invoice'>

export function InvoicePage() {
  const { id } = useParams({ from: '/app/invoices/$id' })
  const invoice = useAsk('get-invoice', { params: { id } })
  return (
    <Shown
      invoice={invoice.data}
      fault={invoice.error}
      retry={() => void invoice.refetch()}
      side="own"
    />
  )
}

export function IssuedInvoicePage() {
  const { id } = useParams({ from: '/app/issued-invoices/$id' })
  const invoice = useAsk('get-issued-invoice', { params: { id } })
  return (
    <Shown
      invoice={invoice.data}
      fault={invoice.error}
      retry={() => void invoice.refetch()}
      side="issued"
    />
  )
}

function Shown({
  invoice,
  fault,
  retry,
  side,
}: {
  invoice: Detail | undefined
  fault: ReturnType<typeof useAsk<'get-invoice'>>['error']
  retry: () => void
  side: 'own' | 'issued'
}) {
  const { t } = useTranslation()
  return (
    <Page
      title={invoice ? invoice.number : t('invoices.one')}
      about={invoice && t(`invoices.kind.${invoice.kind}`)}
      actions={invoice && <Files invoice={invoice} side={side} />}
    >
      {fault && <FaultNotice fault={fault} retry={retry} />}
      {!invoice && !fault && <Waiting rows={4} />}
      {invoice && (
        <>
          <Facts invoice={invoice} side={side} />
          <Lines invoice={invoice} />
          <Actions invoice={invoice} side={side} />
          <Disputes invoiceId={invoice.id} side={side} />
        </>
      )}
    </Page>
  )
}

/** Bills that messages stand behind; a receipt and a credit note have none. */
const hasMessages: ReadonlySet<string> = new Set(['INVOICE', 'STATEMENT'])

function Files({ invoice, side }: { invoice: Detail; side: 'own' | 'issued' }) {
  const { t } = useTranslation()
  const readsMessages = useMay('messaging:read', 'sms:logs:read', 'sms:manage')
  const given = { params: { id: invoice.id } }
  const { number } = invoice
  const own = side === 'own'
  return (
    <>
      <FileButton
        of={own ? 'get-invoice-pdf' : 'get-issued-invoice-pdf'}
        given={given}
        name={`${number}.pdf`}
        leftSection={<IconDownload size={16} />}
      >
        {t('invoices.pdf')}
      </FileButton>
      <FileButton
        of={own ? 'get-invoice-csv' : 'get-issued-invoice-csv'}
        given={given}
        name={`${number}.csv`}
        variant="default"
      >
        {t('invoices.csv')}
      </FileButton>
      {own && readsMessages && hasMessages.has(invoice.kind) && (
        <FileButton
          of="get-invoice-annex"
          given={given}
          name={`${number}-messages.csv`}
          variant="default"
        >
          {t('invoices.annex')}
        </FileButton>
      )}
    </>
  )
}

/** A package that was sold is another thing than what was used of it. */
const wordOf = ({ component, unit }: Detail['lines'][number]) =>
  component === 'PACKAGE' && unit === 'ITEM' ? 'SOLD_PACKAGE' : component

function Facts({ invoice, side }: { invoice: Detail; side: 'own' | 'issued' }) {
  const { t } = useTranslation()
  const party = side === 'own' ? invoice.seller : invoice.buyer
  return (
    <Card>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
        <Fact label={side === 'own' ? t('invoices.seller') : t('invoices.customer')}>
          {[party.name, ...party.address, party.country ?? ''].filter(Boolean).join(', ')}
        </Fact>
        <Fact label={t('invoices.period')}>
          {invoice.periodFrom === invoice.periodTo
            ? invoice.periodFrom
            : `${invoice.periodFrom} – ${invoice.periodTo}`}
        </Fact>
        <Fact label={t('invoices.due')}>{invoice.dueOn ?? '–'}</Fact>
        <div>
          <Text size="xs" c="dimmed">
            {t('invoices.stateHead')}
          </Text>
          <DocumentState state={invoice.state} />
        </div>
      </SimpleGrid>
      {invoice.corrects && (
        <Text size="sm" mt="sm">
          {t('invoices.corrects', {
            number: invoice.corrects.number,
            reason: invoice.corrects.reason,
          })}
        </Text>
      )}
    </Card>
  )
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text size="sm">{children}</Text>
    </div>
  )
}

function Lines({ invoice }: { invoice: Detail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const money = (text: string) => format.money(Number(text), invoice.currency)
  const sums: [string, string][] =
    invoice.kind === 'STATEMENT'
      ? [[t('invoices.net'), invoice.net]]
      : [
          [t('invoices.net'), invoice.net],
          ...(Number(invoice.rounding) === 0
            ? []
            : ([[t('invoices.rounding'), invoice.rounding]] as [string, string][])),
          [t('invoices.vat', { percent: invoice.vatPercent }), invoice.vat],
          [t('invoices.payable'), invoice.payable],
          ...(invoice.settled === null
            ? []
            : ([[t('invoices.settled'), invoice.settled]] as [string, string][])),
        ]
  return (
    <Card p={0}>
      <Table.ScrollContainer minWidth={280} scrollAreaProps={{ viewportProps: { tabIndex: 0 } }}>
        <Table verticalSpacing="xs" horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('invoices.line')}</Table.Th>
              <Table.Th ta="end" visibleFrom="sm">
                {t('invoices.quantity')}
              </Table.Th>
              <Table.Th ta="end" visibleFrom="sm">
                {t('invoices.unitPrice')}
              </Table.Th>
              <Table.Th ta="end">{t('invoices.amount')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {invoice.lines.map((one) => (
              <Table.Tr key={one.position}>
                <Table.Td>
                  {[
                    one.kind === 'CORRECTION' ? t('invoices.correction', { month: one.month }) : '',
                    one.channel ?? '',
                    one.direction ?? '',
                    one.country ?? '',
                    one.network ?? '',
                    one.component === null ? '' : t(`invoices.component.${wordOf(one)}`),
                    one.name,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                  <Text size="xs" c="dimmed" hiddenFrom="sm" className="numbers">
                    {format.number(Number(one.quantity))}
                    {one.unitPrice !== null && ` × ${money(one.unitPrice)}`}
                  </Text>
                </Table.Td>
                <Table.Td ta="end" visibleFrom="sm" className="numbers">
                  {format.number(Number(one.quantity))}
                </Table.Td>
                <Table.Td ta="end" visibleFrom="sm" className="numbers">
                  {one.unitPrice === null ? '' : money(one.unitPrice)}
                </Table.Td>
                <Table.Td ta="end" className="numbers">
                  {money(one.amount)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            {sums.map(([label, sum]) => (
              <Table.Tr key={label}>
                <Table.Td colSpan={2} visibleFrom="sm" />
                <Table.Th ta="end" scope="row">
                  {label}
                </Table.Th>
                <Table.Td ta="end" className="numbers">
                  {money(sum)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </Card>
  )
}

function Actions({ invoice, side }: { invoice: Detail; side: 'own' | 'issued' }) {
  const { t } = useTranslation()
  const mayManage = useMay('billing:manage')
  const [asking, ask] = useDisclosure(false)
  const pay = useChange('create-top-up')
  const isOpen = invoice.settled !== null && invoice.state !== 'PAID'
  const mayChallenge = invoice.kind !== 'CREDIT_NOTE' && invoice.state !== 'CHALLENGED'
  const mayCredit = invoice.kind === 'INVOICE' || invoice.kind === 'RECEIPT'
  if (!mayManage) return null
  return (
    <Group>
      {side === 'own' && isOpen && (
        <Button
          loading={pay.isPending}
          onClick={() =>
            pay.mutate(
              { body: { invoiceId: invoice.id } },
              {
                onSuccess: ({ address }) => {
                  if (address !== null) location.assign(address)
                },
                onError: tellFault,
              },
            )
          }
        >
          {t('invoices.pay')}
        </Button>
      )}
      {side === 'own' && mayChallenge && (
        <Button variant="default" onClick={ask.open}>
          {t('invoices.challenge')}
        </Button>
      )}
      {side === 'issued' && isOpen && (
        <LinkButton to="/payments" search={{ account: invoice.account, invoice: invoice.id }}>
          {t('payments.enter')}
        </LinkButton>
      )}
      {side === 'issued' && mayCredit && (
        <Button variant="default" onClick={ask.open}>
          {t('invoices.credit')}
        </Button>
      )}
      {side === 'own' ? (
        <Challenge id={invoice.id} opened={asking} close={ask.close} />
      ) : (
        <Credit id={invoice.id} opened={asking} close={ask.close} />
      )}
    </Group>
  )
}

interface Asked {
  id: string
  opened: boolean
  close: () => void
}

function Challenge({ id, opened, close }: Asked) {
  const { t } = useTranslation()
  const open = useChange('create-dispute', ['get-invoice', 'list-invoices', 'list-disputes'])
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() === '') return
    open.mutate(
      { params: { id }, body: { reason: reason.trim() } },
      {
        onSuccess: () => {
          tellDone(t('invoices.challenged'))
          setReason('')
          close()
        },
      },
    )
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('invoices.challengeTitle')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Textarea
            label={t('invoices.reason')}
            description={t('invoices.challengeAbout')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={2000}
            minRows={3}
            autosize
            required
            data-autofocus
          />
          {open.error && <FaultNotice fault={open.error} />}
          <Button type="submit" loading={open.isPending}>
            {t('invoices.challenge')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}

function Credit({ id, opened, close }: Asked) {
  const { t } = useTranslation()
  const credit = useChange('create-credit-note', ['get-issued-invoice', 'list-issued-invoices'])
  const [reason, setReason] = useState('')
  const [net, setNet] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (reason.trim() === '') return
    const netAmount = net.trim().replace(',', '.')
    credit.mutate(
      {
        params: { id },
        body: { reason: reason.trim(), ...(netAmount === '' ? {} : { netAmount }) },
      },
      {
        onSuccess: ({ document }) => {
          tellDone(t('invoices.credited', { number: document.number }))
          close()
        },
      },
    )
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t('invoices.creditTitle')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('invoices.creditNet')}
            description={t('invoices.creditNetAbout')}
            value={net}
            onChange={(event) => setNet(event.currentTarget.value)}
            inputMode="decimal"
            maxLength={20}
          />
          <Textarea
            label={t('invoices.reason')}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={500}
            required
          />
          {credit.error && <FaultNotice fault={credit.error} />}
          <Button type="submit" loading={credit.isPending}>
            {t('invoices.credit')}
          </Button>
        </Stack>
      </form>
    </Modal>
  )
}
