import '@mantine/charts/styles.css'
import { BarChart } from '@mantine/charts'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../language/format.ts'
import { labelOf, type UsageRows } from './csv.ts'

const BARS_MAX = 60

/** The table below has the same numbers, so whoever does not see the chart misses nothing. */
export default function UsageChart({ rows }: { rows: UsageRows }) {
  const { t } = useTranslation()
  const format = useFormat()
  const data = rows
    .slice(0, BARS_MAX)
    .map((one) => ({ label: labelOf(one, t('usage.unnamed')), parts: one.parts }))
  return (
    <div aria-hidden>
      <BarChart
        h={270}
        data={data}
        dataKey="label"
        series={[{ name: 'parts', label: t('usage.parts'), color: 'brand.6' }]}
        tickLine="none"
        barChartProps={{ accessibilityLayer: false }}
        barProps={{ radius: 3, isAnimationActive: false, maxBarSize: 56 }}
        xAxisProps={{ interval: 'preserveStartEnd', minTickGap: 24 }}
        yAxisProps={{ allowDecimals: false, width: 44 }}
        valueFormatter={format.number}
        tooltipAnimationDuration={0}
      />
    </div>
  )
}
