import { Button, Divider, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useAsk, useChange } from '../api/ask.ts'
import type { Answer } from '../api/call.ts'
import { readTime, useFormat } from '../language/format.ts'
import { FaultNotice, Waiting } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import { useAmount } from './amounts.ts'

type Terms = Answer<'get-terms'>

/** How an account below buys: its list, whether it pays before or after, its money. */
export function CustomerDialog({ account, close }: { account: string; close: () => void }) {
  const { t } = useTranslation()
  const terms = useAsk('get-terms', { params: { account } })
  return (
    <Modal
      opened
      onClose={close}
      title={
        <b>
          {terms.data ? t('prices.termsOf', { name: terms.data.accountName }) : t('prices.terms')}
        </b>
      }
      size="lg"
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      {terms.error && <FaultNotice fault={terms.error} />}
      {terms.isPending && <Waiting rows={3} />}
      {terms.data && (
        <Stack>
          <Assignment terms={terms.data} />
          <Divider />
          <Paying terms={terms.data} />
          <Divider />
          <Money terms={terms.data} />
        </Stack>
      )}
    </Modal>
  )
}

function Assignment({ terms }: { terms: Terms }) {
  const { t } = useTranslation()
  const format = useFormat()
  const lists = useAsk('list-price-lists', { query: {} })
  const assign = useChange('assign-price-list', ['get-terms', 'list-price-lists'])
  const latest = terms.priceLists[0]?.listId ?? null
  const [list, setList] = useState<string | null>(latest === null ? null : String(latest))
  const [from, setFrom] = useState('')
  const sold = (lists.data?.results ?? []).filter(
    (one) => one.connectionId === null && one.currency === terms.currency,
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const validFrom = from === '' ? {} : { validFrom: `${from}T00:00:00.000+0000` }
    assign.mutate(
      {
        params: { account: terms.account },
        body: { listId: list === null ? null : Number(list), ...validFrom },
      },
      { onSuccess: () => tellDone(t('prices.assigned')) },
    )
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end">
        <Select
          label={t('prices.buysBy')}
          placeholder={t('prices.nothing')}
          data={sold.map((one) => ({ value: String(one.id), label: one.name }))}
          value={list}
          onChange={setList}
          allowDeselect={false}
          clearable
          flex={1}
          miw={180}
        />
        <TextInput
          type="date"
          label={t('prices.fromDay')}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <Button type="submit" loading={assign.isPending}>
          {t('prices.assign')}
        </Button>
      </Group>
      {assign.error && <FaultNotice fault={assign.error} />}
      <Stack gap={2} mt="xs">
        {terms.priceLists.map((one) => (
          <Text key={one.validFrom} size="sm" c="dimmed">
            {format.utc(readTime(one.validFrom))}: {one.name ?? t('prices.nothing')}
          </Text>
        ))}
      </Stack>
    </form>
  )
}

function Paying({ terms }: { terms: Terms }) {
  const { t } = useTranslation()
  const change = useChange('update-terms', ['get-terms', 'list-customers'])
  const [way, setWay] = useState(terms.prepaid ? 'PREPAID' : 'POSTPAID')
  const [limit, setLimit] = useState(terms.creditLimit ?? '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const body =
      way === 'PREPAID'
        ? { prepaid: true }
        : { prepaid: false, creditLimit: limit.trim() === '' ? null : limit.trim() }
    change.mutate(
      { params: { account: terms.account }, body },
      { onSuccess: () => tellDone(t('prices.termsSaved')) },
    )
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end">
        <Select
          label={t('prices.pays')}
          data={[
            { value: 'PREPAID', label: t('balance.prepaid') },
            { value: 'POSTPAID', label: t('balance.postpaid') },
          ]}
          value={way}
          allowDeselect={false}
          onChange={(value) => setWay(value ?? 'PREPAID')}
        />
        {way === 'POSTPAID' && (
          <TextInput
            label={t('prices.creditLimit')}
            description={t('prices.creditLimitAbout')}
            value={limit}
            onChange={(event) => setLimit(event.currentTarget.value)}
            inputMode="decimal"
          />
        )}
        <Button type="submit" variant="default" loading={change.isPending}>
          {t('balance.save')}
        </Button>
      </Group>
      {change.error && <FaultNotice fault={change.error} />}
    </form>
  )
}

function Money({ terms }: { terms: Terms }) {
  const { t } = useTranslation()
  const money = useAmount()
  const post = useChange('post-to-balance', ['get-terms', 'list-customers', 'list-ledger'])
  const [kind, setKind] = useState<'TOP_UP' | 'ADJUSTMENT'>('TOP_UP')
  const [amount, setAmount] = useState('')
  const [reason, setReason] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    post.mutate(
      {
        params: { account: terms.account },
        body: { kind, amount: amount.trim(), reason: reason.trim() },
      },
      {
        onSuccess: () => {
          tellDone(t('prices.posted'))
          setAmount('')
          setReason('')
        },
      },
    )
  }
  return (
    <form onSubmit={submit}>
      <Text size="sm" mb="xs">
        {t('balance.amount')}: <b>{money(terms.balance, terms.currency)}</b>
      </Text>
      <Group align="flex-end">
        <Select
          label={t('prices.posting')}
          data={[
            { value: 'TOP_UP', label: t('balance.kinds.TOP_UP') },
            { value: 'ADJUSTMENT', label: t('balance.kinds.ADJUSTMENT') },
          ]}
          value={kind}
          allowDeselect={false}
          onChange={(value) => setKind(value === 'ADJUSTMENT' ? 'ADJUSTMENT' : 'TOP_UP')}
        />
        <TextInput
          label={t('balance.change')}
          value={amount}
          onChange={(event) => setAmount(event.currentTarget.value)}
          inputMode="decimal"
          w={120}
          required
        />
        <TextInput
          label={t('prices.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          maxLength={500}
          flex={1}
          miw={160}
          required
        />
        <Button type="submit" loading={post.isPending}>
          {t('prices.post')}
        </Button>
      </Group>
      {post.error && <FaultNotice fault={post.error} />}
    </form>
  )
}
