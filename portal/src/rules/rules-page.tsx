import { Tabs } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../app/session.ts'
import { Page } from '../parts/page.tsx'
import { Countries } from './countries.tsx'
import { Keywords } from './keywords.tsx'
import { OwnSettings } from './own-settings.tsx'
import { Registrations } from './registrations.tsx'
import { Requests } from './requests.tsx'

const sections = {
  settings: OwnSettings,
  registrations: Registrations,
  keywords: Keywords,
  countries: Countries,
  requests: Requests,
} as const
const names = Object.keys(sections) as (keyof typeof sections)[]

const route = getRouteApi('/app/sending-rules')

/** Developers → Sending rules: what binds messages, and what the account says of its own sending. */
export function RulesPage() {
  const { t } = useTranslation()
  const me = useMe()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  // Requests of all accounts are for the installation's own.
  const offered = names.filter((name) => name !== 'requests' || me.account.isRoot)
  const shown = offered.find((name) => name === tab) ?? offered[0]!
  return (
    <Page title={t('rules.title')} about={t('rules.about')}>
      <Tabs
        value={shown}
        onChange={(name) => name && void navigate({ search: { tab: name } })}
        keepMounted={false}
      >
        <Tabs.List>
          {offered.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`rules.tab.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {offered.map((name) => {
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
