import { Card, Code, Group, Text } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useMatches } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { LinkButton } from '../parts/links.tsx'
import { Page } from '../parts/page.tsx'
import { Empty } from '../parts/states.tsx'
import { accessTo, mayOpen, type Access, type PagePath } from './access.ts'
import { useMe } from './session.ts'

/** Shows the page of the address to those who may open it; to others, what they lack and whom to ask. */
export function ForThoseAllowed({ children }: { children: ReactNode }) {
  const me = useMe()
  // Within the shell the last match is always one of its pages; the types cannot know that.
  const path = useMatches({ select: (matches) => matches.at(-1)?.fullPath as PagePath })
  return mayOpen(me, path) ? children : <NoAccess access={accessTo(path)} />
}

function NoAccess({ access: { needs = [], ofRoot } }: { access: Access }) {
  const { t } = useTranslation()
  const me = useMe()
  const isElsewhere = ofRoot === true && !me.account.isRoot
  return (
    <Page title={t('noAccess.title')}>
      <Card role="alert" data-no-access>
        <Empty
          icon={<IconLock size={28} />}
          title={isElsewhere ? t('noAccess.elsewhere') : t('noAccess.lacking')}
          text={
            isElsewhere
              ? t('noAccess.elsewhereText', { account: me.account.name })
              : t('noAccess.lackingText', { account: me.account.name })
          }
          action={<LinkButton to="/">{t('notFound.overview')}</LinkButton>}
        />
        {!isElsewhere && (
          <Group gap="xs" justify="center" pb="md">
            <Text size="sm" c="dimmed">
              {t('noAccess.scopes')}
            </Text>
            {needs.map((one) => (
              <Code key={one}>{one}</Code>
            ))}
          </Group>
        )}
      </Card>
    </Page>
  )
}
