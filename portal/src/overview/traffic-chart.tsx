import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { Table, VisuallyHidden } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/call.ts'
import { readTime, useFormat } from '../language/format.ts'

/** Twenty-four hours of traffic; the same numbers as a table for those who do not see the chart. */
export default function TrafficChart({ hours }: { hours: Answer<'get-overview'>['hours'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = hours.map((one) => ({
    hour: format.hour(readTime(one.hour)),
    delivered: one.delivered,
    failed: one.failed,
    inbound: one.inbound,
    accepted: one.accepted,
  }))
  const series = [
    { name: 'accepted', label: t('overview.accepted'), color: 'brand.6' },
    { name: 'delivered', label: t('overview.delivered'), color: 'green.5' },
    { name: 'failed', label: t('overview.failed'), color: 'red.5' },
    { name: 'inbound', label: t('overview.inbound'), color: 'grape.5' },
  ]
  return (
    <>
      <div aria-hidden>
        <BarChart
          h={270}
          data={rows}
          dataKey="hour"
          series={series}
          withLegend
          legendProps={{ verticalAlign: 'bottom' }}
          tickLine="none"
          barChartProps={{ accessibilityLayer: false }}
          barProps={{ radius: 3, isAnimationActive: false }}
          xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 24 }}
          yAxisProps={{ allowDecimals: false, width: 44 }}
          valueFormatter={format.number}
          tooltipAnimationDuration={0}
        />
      </div>
      <VisuallyHidden>
        <Table>
          <caption>{t('overview.chart')}</caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('overview.hour')}</Table.Th>
              {series.map((one) => (
                <Table.Th key={one.name}>{one.label}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, index) => (
              <Table.Tr key={hours[index]!.hour}>
                <Table.Th scope="row">{row.hour}</Table.Th>
                <Table.Td>{row.accepted}</Table.Td>
                <Table.Td>{row.delivered}</Table.Td>
                <Table.Td>{row.failed}</Table.Td>
                <Table.Td>{row.inbound}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </VisuallyHidden>
    </>
  )
}
