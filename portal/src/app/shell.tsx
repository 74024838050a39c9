import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  Menu,
  NavLink,
  ScrollArea,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconArrowDownLeft,
  IconArrowsSplit,
  IconDeviceMobileMessage,
  IconHelp,
  IconKey,
  IconLayoutDashboard,
  IconLogout,
  IconMessage2Search,
  IconMoon,
  IconPlugConnected,
  IconSend,
  IconSignature,
  IconSun,
  IconUserCircle,
  IconWebhook,
} from '@tabler/icons-react'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { openStream } from '../api/stream.ts'
import { LanguageMenu } from '../language/language-menu.tsx'
import { Waiting } from '../parts/states.tsx'
import { HelpDrawer } from './help-drawer.tsx'
import { ReachBanner } from './reach-banner.tsx'
import { forgetEverything, useMe } from './session.ts'
import { useShortcuts } from './shortcuts.ts'
import { reach } from '../api/reach.ts'

interface Place {
  to:
    | '/'
    | '/compose'
    | '/messages'
    | '/inbound'
    | '/connections'
    | '/routes'
    | '/handsets'
    | '/api-keys'
    | '/senders'
    | '/webhooks'
  label: string
  icon: ReactNode
}

const ICON = { size: 18, stroke: 1.7, 'aria-hidden': true } as const

function usePlaces(isRoot: boolean): { title: string; places: Place[] }[] {
  const { t } = useTranslation()
  const messaging: Place[] = [
    { to: '/', label: t('nav.overview'), icon: <IconLayoutDashboard {...ICON} /> },
    { to: '/compose', label: t('nav.compose'), icon: <IconSend {...ICON} /> },
    { to: '/messages', label: t('nav.messages'), icon: <IconMessage2Search {...ICON} /> },
    { to: '/inbound', label: t('nav.inbound'), icon: <IconArrowDownLeft {...ICON} /> },
  ]
  const telecoms: Place[] = [
    { to: '/connections', label: t('nav.connections'), icon: <IconPlugConnected {...ICON} /> },
    { to: '/routes', label: t('nav.routes'), icon: <IconArrowsSplit {...ICON} /> },
    { to: '/handsets', label: t('nav.handsets'), icon: <IconDeviceMobileMessage {...ICON} /> },
  ]
  const account: Place[] = [
    { to: '/api-keys', label: t('nav.apiKeys'), icon: <IconKey {...ICON} /> },
    { to: '/senders', label: t('nav.senders'), icon: <IconSignature {...ICON} /> },
    { to: '/webhooks', label: t('nav.webhooks'), icon: <IconWebhook {...ICON} /> },
  ]
  return [
    { title: t('nav.groupMessaging'), places: messaging },
    ...(isRoot ? [{ title: t('nav.groupTelecoms'), places: telecoms }] : []),
    { title: t('nav.groupAccount'), places: account },
  ]
}

/** Everything around a page once somebody is logged in. */
export function Shell() {
  const { t } = useTranslation()
  const me = useMe()
  const [menuOpen, menu] = useDisclosure(false)
  const [helpOpen, help] = useDisclosure(false)
  const location = useLocation()
  useShortcuts(help.toggle)
  useEffect(() => openStream(), [me.user.id])
  useEffect(() => menu.close(), [location.pathname, menu])
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 236, breakpoint: 'md', collapsed: { mobile: !menuOpen } }}
      padding={{ base: 'md', sm: 'lg' }}
    >
      <a className="skip-link" href="#main">
        {t('nav.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={menuOpen}
              onClick={menu.toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={menuOpen ? t('nav.closeMenu') : t('nav.openMenu')}
              aria-expanded={menuOpen}
            />
            <Link to="/" className="plain-link" aria-label={t('nav.home')}>
              <Group gap={8} wrap="nowrap">
                <img src="/portal/icon.svg" width={28} height={28} alt="" />
                <Text fw={700} fz="lg" visibleFrom="xs">
                  Trunkline
                </Text>
              </Group>
            </Link>
          </Group>
          <Group gap={4} wrap="nowrap">
            <Tooltip label={t('nav.help')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                onClick={help.open}
                aria-label={t('nav.help')}
              >
                <IconHelp size={20} />
              </ActionIcon>
            </Tooltip>
            <ColourSchemeSwitch />
            <LanguageMenu />
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar aria-label={t('nav.main')} p="sm">
        <AppShell.Section grow component={ScrollArea} scrollbarSize={6}>
          {usePlaces(me.account.isRoot).map((group) => (
            <div key={group.title} role="group" aria-label={group.title}>
              <Text size="xs" fw={600} c="dimmed" px="xs" pt="sm" pb={4} aria-hidden>
                {group.title}
              </Text>
              {group.places.map((place) => (
                <NavLink
                  key={place.to}
                  className="nav-link"
                  component={Link}
                  to={place.to}
                  activeOptions={{ exact: place.to === '/', includeSearch: false }}
                  label={place.label}
                  leftSection={place.icon}
                />
              ))}
            </div>
          ))}
        </AppShell.Section>
        <AppShell.Section pt="sm">
          <Text size="xs" c="dimmed" px="xs" className="one-line">
            {me.account.name}
          </Text>
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <ReachBanner />
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <HelpDrawer opened={helpOpen} onClose={help.close} isRoot={me.account.isRoot} />
    </AppShell>
  )
}

function ColourSchemeSwitch() {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false })
  const label = scheme === 'dark' ? t('nav.toLight') : t('nav.toDark')
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
        aria-label={label}
      >
        {scheme === 'dark' ? <IconSun size={20} /> : <IconMoon size={20} />}
      </ActionIcon>
    </Tooltip>
  )
}

function UserMenu() {
  const { t } = useTranslation()
  const me = useMe()
  const navigate = useNavigate()
  const logOut = useChange('portal-log-out')
  const initials = useMemo(() => (me.user.name || me.user.email).slice(0, 1).toUpperCase(), [me])
  const leave = () =>
    logOut.mutate(
      {},
      {
        onSettled: () => {
          reach.sessionBegun()
          void navigate({ to: '/login', search: {} }).then(forgetEverything)
        },
      },
    )
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <ActionIcon
          variant="light"
          size="lg"
          radius="xl"
          aria-label={t('nav.user', { name: me.user.name || me.user.email })}
        >
          <Text fw={600} size="sm" aria-hidden>
            {initials}
          </Text>
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.user.email}
          <br />
          {me.account.name}
        </Menu.Label>
        <Menu.Item component={Link} to="/profile" leftSection={<IconUserCircle size={16} />}>
          {t('nav.profile')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          {t('nav.logOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
