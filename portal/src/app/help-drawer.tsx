import { Anchor, Drawer, Kbd, List, Stack, Switch, Table, Text, Title } from '@mantine/core'
import { linkOptions } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showFirstSteps } from '../overview/first-steps-shown.ts'
import { mayOpen } from './access.ts'
import { useMe } from './session.ts'
import { places, shortcutsWanted, wantShortcuts } from './shortcuts.ts'
import { LinkAnchor } from '../parts/links.tsx'

/** Answers to the first questions, the keys, and the ways to everything written. */
export function HelpDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const topics = [
    { words: t('help.send'), link: linkOptions({ to: '/compose' }) },
    {
      words: t('help.failed'),
      link: linkOptions({ to: '/messages', search: { status: 'UNDELIVERABLE' } }),
    },
    { words: t('help.connect'), link: linkOptions({ to: '/connections/new' }) },
    { words: t('help.webhook'), link: linkOptions({ to: '/webhooks' }) },
    { words: t('help.balance'), link: linkOptions({ to: '/balance' }) },
    { words: t('help.price'), link: linkOptions({ to: '/prices' }) },
    { words: t('help.invite'), link: linkOptions({ to: '/team' }) },
    { words: t('help.customer'), link: linkOptions({ to: '/accounts' }) },
    { words: t('help.audit'), link: linkOptions({ to: '/audit' }) },
    { words: t('help.secure'), link: linkOptions({ to: '/security' }) },
  ] as const
  const reachable = (Object.keys(places) as (keyof typeof places)[]).filter((key) =>
    mayOpen(me, places[key]),
  )
  const [keys, setKeys] = useState(shortcutsWanted)
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="md"
      title={t('help.title')}
      closeButtonProps={{ 'aria-label': t('states.close') }}
    >
      <Stack gap="lg">
        <section>
          <Title order={2}>{t('help.howTo')}</Title>
          <List size="sm" spacing={6} mt="xs">
            {topics
              .filter(({ link }) => mayOpen(me, link.to))
              .map(({ words, link }) => (
                <List.Item key={words}>
                  <LinkAnchor {...link} onClick={onClose}>
                    {words}
                  </LinkAnchor>
                </List.Item>
              ))}
            <List.Item>
              <LinkAnchor
                to="/"
                onClick={() => {
                  showFirstSteps(true)
                  onClose()
                }}
              >
                {t('help.firstSteps')}
              </LinkAnchor>
            </List.Item>
          </List>
        </section>
        <section>
          <Title order={2}>{t('help.read')}</Title>
          <List size="sm" spacing={6} mt="xs">
            <List.Item>
              <Anchor href="/reference" target="_blank">
                {t('help.reference')}
              </Anchor>
            </List.Item>
            <List.Item>
              <Anchor href="/platform/1/openapi" target="_blank">
                {t('help.openapi')}
              </Anchor>
            </List.Item>
            <List.Item>{t('help.docs')}</List.Item>
          </List>
        </section>
        <section>
          <Title order={2}>{t('help.shortcuts')}</Title>
          <Switch
            mt="xs"
            label={t('help.shortcutsOn')}
            checked={keys}
            onChange={(event) => {
              setKeys(event.currentTarget.checked)
              wantShortcuts(event.currentTarget.checked)
            }}
          />
          <Table mt="xs" verticalSpacing={6} withRowBorders={false}>
            <Table.Tbody>
              <Table.Tr>
                <Table.Td w={110}>
                  <Kbd>?</Kbd>
                </Table.Td>
                <Table.Td>{t('help.keyHelp')}</Table.Td>
              </Table.Tr>
              {reachable.map((key) => (
                <Table.Tr key={key}>
                  <Table.Td>
                    <Kbd>g</Kbd> <Kbd>{key}</Kbd>
                  </Table.Td>
                  <Table.Td>{t(`help.go.${key}`)}</Table.Td>
                </Table.Tr>
              ))}
              <Table.Tr>
                <Table.Td>
                  <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd>
                </Table.Td>
                <Table.Td>{t('help.keySend')}</Table.Td>
              </Table.Tr>
            </Table.Tbody>
          </Table>
        </section>
        <Text size="xs" c="dimmed">
          {t('help.times')}
        </Text>
      </Stack>
    </Drawer>
  )
}
