import { Tabs } from '@mantine/core'
import { IconScale, IconTrendingUp } from '@tabler/icons-react'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../parts/page.tsx'
import { Bills } from './bills.tsx'
import { Margin } from './margin.tsx'

const route = getRouteApi('/app/operator-bills')
const tabs = ['bills', 'margin'] as const

/** What operators ask for beside what was counted here, and what is left of the revenue. */
export function OperatorBillsPage() {
  const { t } = useTranslation()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={t('operatorBills.title')} about={t('operatorBills.about')}>
      <Tabs
        value={tabs.find((one) => one === tab) ?? 'bills'}
        onChange={(chosen) =>
          void navigate({ search: { tab: chosen ?? undefined }, replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="bills" leftSection={<IconScale size={16} />}>
            {t('operatorBills.bills')}
          </Tabs.Tab>
          <Tabs.Tab value="margin" leftSection={<IconTrendingUp size={16} />}>
            {t('operatorBills.margin')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="bills" pt="md">
          <Bills />
        </Tabs.Panel>
        <Tabs.Panel value="margin" pt="md">
          <Margin />
        </Tabs.Panel>
      </Tabs>
    </Page>
  )
}
