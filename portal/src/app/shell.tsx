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
  IconActivity,
  IconApps,
  IconArrowDownLeft,
  IconArrowsSplit,
  IconBuildings,
  IconDeviceMobileCheck,
  IconBan,
  IconBell,
  IconChartBar,
  IconCoins,
  IconDeviceMobileMessage,
  IconFileInvoice,
  IconGavel,
  IconHelp,
  IconHistory,
  IconKey,
  IconListSearch,
  IconLayoutDashboard,
  IconLogout,
  IconMailbox,
  IconMessage2Search,
  IconMoon,
  IconPlug,
  IconPlugConnected,
  IconSend,
  IconReceipt,
  IconScale,
  IconShieldLock,
  IconSignature,
  IconSun,
  IconTags,
  IconUserCircle,
  IconUsers,
  IconUserShield,
  IconWallet,
  IconWebhook,
} from '@tabler/icons-react'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Suspense, useEffect, useMemo, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useChange } from '../api/ask.ts'
import { openStream } from '../api/stream.ts'
import { LanguageMenu } from '../language/language-menu.tsx'
import { Waiting } from '../parts/states.tsx'
import { HelpDrawer } from './help-drawer.tsx'
import { ReachBanner } from './reach-banner.tsx'
import { ActingBanner } from './acting-banner.tsx'
import { AccountSwitch } from './account-switch.tsx'
import { mayOpen } from './access.ts'
import { ForThoseAllowed } from './no-access.tsx'
import { forgetEverything, useMe, type Me } from './session.ts'
import { useShortcuts } from './shortcuts.ts'
import { reach } from '../api/reach.ts'

interface Place {
  to:
    | '/'
    | '/compose'
    | '/messages'
    | '/inbound'
    | '/live'
    | '/find'
    | '/alarms'
    | '/connections'
    | '/routes'
    | '/handsets'
    | '/api-keys'
    | '/senders'
    | '/sending-rules'
    | '/applications'
    | '/smpp-users'
    | '/blocklist'
    | '/figures'
    | '/webhooks'
    | '/balance'
    | '/usage'
    | '/prices'
    | '/invoices'
    | '/payments'
    | '/operator-bills'
    | '/mailbox'
    | '/team'
    | '/roles'
    | '/login-settings'
    | '/audit'
    | '/accounts'
    | '/verified-numbers'
  label: string
  icon: ReactNode
}

const ICON = { size: 18, stroke: 1.7, 'aria-hidden': true } as const

/** Where the one who is logged in has something to do; the server decides what they may. */
function usePlaces(me: Me): { title: string; places: Place[] }[] {
  const { t } = useTranslation()
  const messaging: Place[] = [
    { to: '/', label: t('nav.overview'), icon: <IconLayoutDashboard {...ICON} /> },
    {
      to: '/compose',
      label: t('nav.compose'),
      icon: <IconSend {...ICON} />,
    },
    {
      to: '/messages',
      label: t('nav.messages'),
      icon: <IconMessage2Search {...ICON} />,
    },
    {
      to: '/inbound',
      label: t('nav.inbound'),
      icon: <IconArrowDownLeft {...ICON} />,
    },
    {
      to: '/figures',
      label: t('nav.figures'),
      icon: <IconChartBar {...ICON} />,
    },
  ]
  if (me.account.state === 'trial')
    messaging.push({
      to: '/verified-numbers',
      label: t('nav.verifiedNumbers'),
      icon: <IconDeviceMobileCheck {...ICON} />,
    })
  const telecoms: Place[] = [
    { to: '/live', label: t('nav.live'), icon: <IconActivity {...ICON} /> },
    { to: '/find', label: t('nav.find'), icon: <IconListSearch {...ICON} /> },
    { to: '/alarms', label: t('nav.alarms'), icon: <IconBell {...ICON} /> },
    {
      to: '/connections',
      label: t('nav.connections'),
      icon: <IconPlugConnected {...ICON} />,
    },
    {
      to: '/routes',
      label: t('nav.routes'),
      icon: <IconArrowsSplit {...ICON} />,
    },
    {
      to: '/handsets',
      label: t('nav.handsets'),
      icon: <IconDeviceMobileMessage {...ICON} />,
    },
    {
      to: '/mailbox',
      label: t('nav.mailbox'),
      icon: <IconMailbox {...ICON} />,
    },
  ]
  const developers: Place[] = [
    {
      to: '/api-keys',
      label: t('nav.apiKeys'),
      icon: <IconKey {...ICON} />,
    },
    {
      to: '/senders',
      label: t('nav.senders'),
      icon: <IconSignature {...ICON} />,
    },
    {
      to: '/sending-rules',
      label: t('nav.sendingRules'),
      icon: <IconGavel {...ICON} />,
    },
    {
      to: '/webhooks',
      label: t('nav.webhooks'),
      icon: <IconWebhook {...ICON} />,
    },
    { to: '/smpp-users', label: t('nav.smppUsers'), icon: <IconPlug {...ICON} /> },
    {
      to: '/applications',
      label: t('nav.applications'),
      icon: <IconApps {...ICON} />,
    },
    {
      to: '/blocklist',
      label: t('nav.blocklist'),
      icon: <IconBan {...ICON} />,
    },
  ]
  const money: Place[] = [
    { to: '/balance', label: t('nav.balance'), icon: <IconWallet {...ICON} /> },
    {
      to: '/usage',
      label: t('nav.usage'),
      icon: <IconReceipt {...ICON} />,
    },
    { to: '/prices', label: t('nav.prices'), icon: <IconTags {...ICON} /> },
    {
      to: '/invoices',
      label: t('nav.invoices'),
      icon: <IconFileInvoice {...ICON} />,
    },
    { to: '/payments', label: t('nav.payments'), icon: <IconCoins {...ICON} /> },
    { to: '/operator-bills', label: t('nav.operatorBills'), icon: <IconScale {...ICON} /> },
  ]
  const organisation: Place[] = [
    { to: '/team', label: t('nav.team'), icon: <IconUsers {...ICON} /> },
    { to: '/roles', label: t('nav.roles'), icon: <IconUserShield {...ICON} /> },
    {
      to: '/accounts',
      label: t('nav.accountsBelow'),
      icon: <IconBuildings {...ICON} />,
    },
    {
      to: '/login-settings',
      label: t('nav.loginSettings'),
      icon: <IconShieldLock {...ICON} />,
    },
    {
      to: '/audit',
      label: t('nav.audit'),
      icon: <IconHistory {...ICON} />,
    },
  ]
  return [
    { title: t('nav.groupMessaging'), places: messaging },
    { title: t('nav.groupTelecoms'), places: telecoms },
    { title: t('nav.groupDevelopers'), places: developers },
    { title: t('nav.groupMoney'), places: money },
    { title: t('nav.groupOrganisation'), places: organisation },
  ]
    .map(({ title, places }) => ({
      title,
      places: places.filter(({ to }) => mayOpen(me, to)),
    }))
    .filter(({ places }) => places.length > 0)
}

/** By hand: `scrollIntoView` would also make the next Tab start there, behind the link that skips the menu. */
function bringIntoSight(viewport: HTMLElement | null): void {
  const active = viewport?.querySelector('[data-status=active]')
  if (!viewport || !active) return
  const [seen, link] = [viewport.getBoundingClientRect(), active.getBoundingClientRect()]
  if (link.bottom > seen.bottom) viewport.scrollTop += link.bottom - seen.bottom
  else if (link.top < seen.top) viewport.scrollTop -= seen.top - link.top
}

/** Everything around a page once somebody is logged in. */
export function Shell() {
  const { t } = useTranslation()
  const me = useMe()
  const [menuOpen, { close: closeMenu, toggle: toggleMenu }] = useDisclosure(false)
  const [helpOpen, help] = useDisclosure(false)
  const location = useLocation()
  useShortcuts(help.toggle)
  useEffect(() => openStream(), [me.user.id])
  useEffect(() => closeMenu(), [location.pathname, closeMenu])
  const places = useRef<HTMLDivElement>(null)
  // The menu may be longer than the window: where somebody is stays in sight.
  useEffect(() => bringIntoSight(places.current), [location.pathname, menuOpen])
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
              onClick={toggleMenu}
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
        <AppShell.Section grow component={ScrollArea} scrollbarSize={6} viewportRef={places}>
          {usePlaces(me).map((group) => (
            <div key={group.title} role="group" aria-label={group.title}>
              <Text size="xs" fw={600} c="dimmed" px="xs" pt={10} pb={2} aria-hidden>
                {group.title}
              </Text>
              {group.places.map((place) => (
                <NavLink
                  key={place.to}
                  className="nav-link"
                  py={5}
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
        <ActingBanner />
        <Suspense fallback={<Waiting />}>
          <ForThoseAllowed>
            <Outlet />
          </ForThoseAllowed>
        </Suspense>
      </AppShell.Main>
      <HelpDrawer opened={helpOpen} onClose={help.close} />
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
        <AccountSwitch />
        <Menu.Item component={Link} to="/security" leftSection={<IconShieldLock size={16} />}>
          {t('nav.security')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          {t('nav.logOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
