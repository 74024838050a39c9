import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import type { Answer } from '../api/call.ts'
import { readTime, useFormat } from '../language/format.ts'

/** What became of messages, by the hour or day they were taken in. The same numbers stand in the table beside it. */
export default function FiguresChart({ figures }: { figures: Answer<'get-metrics-series'> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const rows = figures.series.map((one) => ({
    at: figures.step === 'HOUR' ? format.shortTime(readTime(one.at)) : one.at.slice(0, 10),
    delivered: one.delivered,
    failed: one.undeliverable + one.expired + one.rejected,
    pending: one.pending,
    inbound: one.inbound,
  }))
  return (
    <div aria-hidden>
      <BarChart
        h={280}
        data={rows}
        dataKey="at"
        type="stacked"
        series={[
          { name: 'delivered', label: t('figures.delivered'), color: 'green.5' },
          { name: 'failed', label: t('figures.failed'), color: 'red.5' },
          { name: 'pending', label: t('figures.pending'), color: 'brand.4' },
          { name: 'inbound', label: t('figures.inbound'), color: 'grape.5' },
        ]}
        withLegend
        legendProps={{ verticalAlign: 'bottom' }}
        tickLine="none"
        barChartProps={{ accessibilityLayer: false }}
        barProps={{ isAnimationActive: false }}
        xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 24 }}
        yAxisProps={{ allowDecimals: false, width: 44 }}
        valueFormatter={format.number}
        tooltipAnimationDuration={0}
      />
    </div>
  )
}
