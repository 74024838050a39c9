import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { RATES_MAX, rateFault, type WrittenRate } from './seller.ts'

/** Own rates of VAT, each from a day on; without any, those that are shipped for the country count. */
export function VatRates({
  rates,
  put,
  tried,
}: {
  rates: readonly WrittenRate[]
  put: (rates: WrittenRate[]) => void
  /** Whether faults are shown. */
  tried: boolean
}) {
  const { t } = useTranslation()
  const change = (position: number, changed: Partial<WrittenRate>) =>
    put(rates.map((one, n) => (n === position ? { ...one, ...changed } : one)))
  return (
    <Stack gap="xs" role="group" aria-label={t('seller.rates')}>
      <Text size="sm" fw={500}>
        {t('seller.rates')}
      </Text>
      <Text size="xs" c="dimmed">
        {t('seller.ratesAbout')}
      </Text>
      {rates.map((one, n) => {
        const fault = tried ? rateFault(one) : null
        const words = { number: n + 1 }
        return (
          // Rates have no id, and move nowhere: their place is who they are.
          // oxlint-disable-next-line react/no-array-index-key
          <Group key={n} gap="xs" align="flex-start" wrap="nowrap">
            <TextInput
              type="date"
              aria-label={t('seller.rateFrom', words)}
              value={one.validFrom}
              onChange={(event) => change(n, { validFrom: event.currentTarget.value })}
              error={fault === 'dayFault' && t('seller.dayFault')}
            />
            <TextInput
              aria-label={t('seller.ratePercent', words)}
              value={one.percent}
              onChange={(event) => change(n, { percent: event.currentTarget.value })}
              error={fault === 'percentFault' && t('seller.percentFault')}
              inputMode="decimal"
              maxLength={5}
              rightSection="%"
              w={110}
            />
            <ActionIcon
              variant="subtle"
              color="red"
              mt={4}
              aria-label={t('seller.rateRemove', words)}
              title={t('seller.rateRemove', words)}
              onClick={() => put(rates.filter((_one, at) => at !== n))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        )
      })}
      {rates.length < RATES_MAX && (
        <Button
          variant="default"
          size="xs"
          w="fit-content"
          leftSection={<IconPlus size={14} />}
          onClick={() => put([...rates, { validFrom: '', percent: '' }])}
        >
          {t('seller.rateAdd')}
        </Button>
      )}
    </Stack>
  )
}
