import { Tabs } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../parts/page.tsx'
import { AlarmList } from './alarm-list.tsx'
import { AlarmSettings } from './alarm-settings.tsx'

const sections = { list: AlarmList, settings: AlarmSettings } as const
const names = Object.keys(sections) as (keyof typeof sections)[]
const route = getRouteApi('/app/alarms')

/** Operators → Alarms: what is wrong with connections, and when that is told. */
export function AlarmsPage() {
  const { t } = useTranslation()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <Page title={t('alarms.title')} about={t('alarms.about')}>
      <Tabs
        value={names.find((name) => name === tab) ?? 'list'}
        onChange={(name) => name && void navigate({ search: { tab: name } })}
        keepMounted={false}
      >
        <Tabs.List>
          {names.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`alarms.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {names.map((name) => {
          const Section = sections[name]
          return (
            <Tabs.Panel key={name} value={name} pt="md">
              <Section />
            </Tabs.Panel>
          )
        })}
      </Tabs>
    </Page>
  )
}
