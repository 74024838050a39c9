import { ActionIcon, Alert, Button, Card, Checkbox, Divider, Group, NativeSelect, SimpleGrid, Stack, TextInput, Title } from '@mantine/core' // prettier-ignore
import { IconPlus, IconRowInsertBottom, IconTrash } from '@tabler/icons-react'
import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { FaultNotice } from '../parts/states.tsx'
import { tellDone } from '../parts/tell.ts'
import {
  bodyOf,
  channels,
  emptyPrice,
  priceFault,
  ROWS_MAX,
  senderKinds,
  type WrittenPrice,
} from './price.ts'

/** Adds prices to a list: one, or several at once. Another row begins as the one above it. */
export function NewPrices({ listId, currency }: { listId: number; currency: string }) {
  const { t } = useTranslation()
  const add = useChange('add-prices', ['list-prices', 'list-price-lists', 'preview-price'])
  const [prices, setPrices] = useState<readonly WrittenPrice[]>([emptyPrice])
  const [tried, setTried] = useState(false)
  const isFit = !prices.some(priceFault)
  const change = (position: number, changed: Partial<WrittenPrice>) =>
    setPrices(prices.map((one, n) => (n === position ? { ...one, ...changed } : one)))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!isFit) return
    add.mutate(
      { params: { listId }, body: { prices: prices.map(bodyOf) } },
      {
        onSuccess: ({ added }) => {
          tellDone(t('prices.imported', { count: added }))
          setPrices([{ ...prices.at(-1)!, amount: '' }])
          setTried(false)
        },
      },
    )
  }
  return (
    <Card data-new-prices>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <Title order={2} fz="lg">
            {t('prices.newPrices')}
          </Title>
          {prices.map((one, n) => (
            <PriceFields
              // Rows have no id, and move nowhere: their place is who they are.
              // oxlint-disable-next-line react/no-array-index-key
              key={n}
              number={n + 1}
              price={one}
              currency={currency}
              put={(changed) => change(n, changed)}
              remove={
                prices.length === 1 ? null : () => setPrices(prices.filter((_one, at) => at !== n))
              }
              tried={tried}
            />
          ))}
          {tried && !isFit && (
            <Alert color="red" role="alert">
              {t('seller.faults')}
            </Alert>
          )}
          {add.error && <FaultNotice fault={add.error} />}
          <Group>
            <Button type="submit" leftSection={<IconPlus size={16} />} loading={add.isPending}>
              {t('prices.add')}
            </Button>
            {prices.length < ROWS_MAX && (
              <Button
                variant="default"
                leftSection={<IconRowInsertBottom size={16} />}
                onClick={() => setPrices([...prices, { ...prices.at(-1)!, amount: '' }])}
              >
                {t('prices.another')}
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Card>
  )
}

interface Fields {
  number: number
  price: WrittenPrice
  currency: string
  put: (changed: Partial<WrittenPrice>) => void
  /** null: the only one stays. */
  remove: (() => void) | null
  tried: boolean
}

function PriceFields({ number, price, currency, put, remove, tried }: Fields) {
  const { t } = useTranslation()
  const fault = tried ? priceFault(price) : null
  return (
    <Stack role="group" aria-label={t('prices.line', { line: number })} gap="xs">
      {number > 1 && <Divider />}
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="xs" verticalSpacing="xs">
        <Traffic price={price} put={put} fault={fault} />
        <TextInput
          label={t('prices.amountIn', { currency })}
          value={price.ended ? '' : price.amount}
          onChange={(event) => put({ amount: event.currentTarget.value })}
          error={fault === 'amountFault' ? t('prices.amountFault') : undefined}
          disabled={price.ended}
          inputMode="decimal"
          maxLength={20}
          required={!price.ended}
        />
        <NativeSelect
          label={t('prices.unit')}
          value={price.unit}
          onChange={(event) =>
            put({ unit: event.currentTarget.value === 'MESSAGE' ? 'MESSAGE' : 'PART' })
          }
          data={(['PART', 'MESSAGE'] as const).map((value) => ({
            value,
            label: t(`prices.per.${value}`),
          }))}
        />
        <TextInput
          label={t('prices.surcharge')}
          placeholder={t('prices.surchargeNone')}
          value={price.surcharge}
          onChange={(event) => put({ surcharge: event.currentTarget.value })}
          maxLength={100}
        />
        <TextInput
          type="date"
          label={t('prices.fromDay')}
          value={price.from}
          onChange={(event) => put({ from: event.currentTarget.value })}
        />
      </SimpleGrid>
      <Group justify="space-between" wrap="nowrap">
        <Checkbox
          label={t('prices.end')}
          checked={price.ended}
          onChange={(event) => put({ ended: event.currentTarget.checked })}
        />
        {remove !== null && (
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={t('prices.lineRemove', { line: number })}
            title={t('prices.lineRemove', { line: number })}
            onClick={remove}
          >
            <IconTrash size={16} />
          </ActionIcon>
        )}
      </Group>
    </Stack>
  )
}

/** Which messages the price is for. */
function Traffic({
  price,
  put,
  fault,
}: Pick<Fields, 'price' | 'put'> & { fault: ReturnType<typeof priceFault> }) {
  const { t } = useTranslation()
  const every = { value: '', label: t('prices.every') }
  return (
    <>
      <TextInput
        label={t('prices.country')}
        placeholder={t('prices.every')}
        value={price.country}
        onChange={(event) => put({ country: event.currentTarget.value.toUpperCase().trim() })}
        error={fault === 'countryFault' ? t('prices.countryFault') : undefined}
        maxLength={2}
      />
      <TextInput
        label={t('prices.network')}
        placeholder={t('prices.every')}
        value={price.network}
        onChange={(event) => put({ network: event.currentTarget.value.trim() })}
        error={fault === 'networkFault' ? t('prices.networkFault') : undefined}
        inputMode="numeric"
        maxLength={6}
      />
      <NativeSelect
        label={t('prices.direction')}
        value={price.direction}
        onChange={(event) => put({ direction: event.currentTarget.value === 'MO' ? 'MO' : 'MT' })}
        data={(['MT', 'MO'] as const).map((value) => ({
          value,
          label: t(`prices.directions.${value}`),
        }))}
      />
      <NativeSelect
        label={t('prices.sender')}
        value={price.senderKind}
        onChange={(event) =>
          put({ senderKind: senderKinds.find((one) => one === event.currentTarget.value) ?? '' })
        }
        data={[
          every,
          ...senderKinds.map((value) => ({ value, label: t(`prices.senderKinds.${value}`) })),
        ]}
      />
      <NativeSelect
        label={t('prices.channel')}
        value={price.channel}
        onChange={(event) => put({ channel: event.currentTarget.value })}
        data={[every, ...channels.map((value) => ({ value, label: value }))]}
      />
    </>
  )
}
