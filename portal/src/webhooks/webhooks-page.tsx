import { Tabs } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Page } from '../parts/page.tsx'
import { AccountWide } from './account-wide.tsx'
import { Catchers } from './catchers.tsx'
import { Certificates } from './certificates.tsx'
import { Deliveries } from './deliveries.tsx'
import { Profiles } from './profiles.tsx'
import { SecuritySettings } from './security-settings.tsx'
import { Subscriptions } from './subscriptions.tsx'

const sections = {
  subscriptions: Subscriptions,
  profiles: Profiles,
  security: SecuritySettings,
  certificates: Certificates,
  deliveries: Deliveries,
  catchers: Catchers,
  simple: AccountWide,
} as const
const names = Object.keys(sections) as (keyof typeof sections)[]

const route = getRouteApi('/app/webhooks')

/** Developers → Webhooks: who is told of what, how it is proved, and what came of it. */
export function WebhooksPage() {
  const { t } = useTranslation()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  const shown = names.find((name) => name === tab) ?? names[0]!
  return (
    <Page title={t('webhooks.title')} about={t('webhooks.about')}>
      <Tabs
        value={shown}
        onChange={(name) => name && void navigate({ search: { tab: name } })}
        keepMounted={false}
      >
        <Tabs.List>
          {names.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`webhooks.tab.${name}`)}
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
