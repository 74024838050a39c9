import { Table } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../language/format.ts'
import { labelOf, type UsageRows } from './csv.ts'

export function UsageTable({ by, rows }: { by: string; rows: UsageRows }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Table verticalSpacing="xs" horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t(`usage.by.${by}`)}</Table.Th>
          <Table.Th ta="end" visibleFrom="xs">
            {t('usage.messages')}
          </Table.Th>
          <Table.Th ta="end">{t('usage.parts')}</Table.Th>
          <Table.Th ta="end">{t('usage.amount')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((one) => (
          <Table.Tr key={JSON.stringify([one.keys, one.currency])} data-usage={one.keys[0]}>
            <Table.Th scope="row" fw={500}>
              {labelOf(one, by === 'component' ? t('usage.basePrice') : t('usage.unnamed'))}
            </Table.Th>
            <Table.Td ta="end" visibleFrom="xs" className="numbers">
              {format.number(one.messages)}
            </Table.Td>
            <Table.Td ta="end" className="numbers">
              {format.number(one.parts)}
            </Table.Td>
            <Table.Td ta="end" className="numbers">
              {format.money(Number(one.amount), one.currency)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}
