import { Anchor, Drawer, Kbd, List, Stack, Switch, Table, Text, Title } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showFirstSteps } from '../overview/first-steps-shown.ts'
import { useMay } from './session.ts'
import { places, shortcutsWanted, wantShortcuts } from './shortcuts.ts'
import { LinkAnchor } from '../parts/links.tsx'

/** Answers to the first questions, the keys, and the ways to everything written. */
export function HelpDrawer({
  opened,
  onClose,
  isRoot,
}: {
  opened: boolean
  onClose: () => void
  isRoot: boolean
}) {
  const { t } = useTranslation()
  const maySeeMoney = useMay('billing:read', 'billing:manage', 'account-management:manage')
  const maySeePeople = useMay('users:read', 'users:manage')
  const maySeeAccounts = useMay('accounts:read', 'accounts:manage')
  const maySeeTrail = useMay('audit-logs:read', 'account-management:manage')
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
            <List.Item>
              <LinkAnchor to="/compose" onClick={onClose}>
                {t('help.send')}
              </LinkAnchor>
            </List.Item>
            <List.Item>
              <LinkAnchor to="/messages" search={{ status: 'UNDELIVERABLE' }} onClick={onClose}>
                {t('help.failed')}
              </LinkAnchor>
            </List.Item>
            {isRoot && (
              <List.Item>
                <LinkAnchor to="/connections/new" onClick={onClose}>
                  {t('help.connect')}
                </LinkAnchor>
              </List.Item>
            )}
            <List.Item>
              <LinkAnchor to="/webhooks" onClick={onClose}>
                {t('help.webhook')}
              </LinkAnchor>
            </List.Item>
            {maySeeMoney && (
              <List.Item>
                <LinkAnchor to="/balance" onClick={onClose}>
                  {t('help.balance')}
                </LinkAnchor>
              </List.Item>
            )}
            {maySeeMoney && (
              <List.Item>
                <LinkAnchor to="/prices" onClick={onClose}>
                  {t('help.price')}
                </LinkAnchor>
              </List.Item>
            )}
            {maySeePeople && (
              <List.Item>
                <LinkAnchor to="/team" onClick={onClose}>
                  {t('help.invite')}
                </LinkAnchor>
              </List.Item>
            )}
            {maySeeAccounts && (
              <List.Item>
                <LinkAnchor to="/accounts" onClick={onClose}>
                  {t('help.customer')}
                </LinkAnchor>
              </List.Item>
            )}
            {maySeeTrail && (
              <List.Item>
                <LinkAnchor to="/audit" onClick={onClose}>
                  {t('help.audit')}
                </LinkAnchor>
              </List.Item>
            )}
            <List.Item>
              <LinkAnchor to="/security" onClick={onClose}>
                {t('help.secure')}
              </LinkAnchor>
            </List.Item>
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
              {(Object.keys(places) as (keyof typeof places)[]).map((key) => (
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
