import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiFault } from '../api/call.ts'
import { speakAsAccount } from '../language/index.ts'
import { FaultPage } from './fault-page.tsx'
import { NotFound } from './not-found.tsx'
import { readMe, type Me } from './session.ts'
import { Shell } from './shell.tsx'
import { Waiting } from '../parts/states.tsx'
import { outcomes, type AuditSearch } from '../audit/search.ts'
import type { MessagesSearch } from '../messages/search.ts'

const optional = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: FaultPage,
})

/** Only an address of this portal: anything else could lead a person away after logging in. */
function nextOf(search: Record<string, unknown>): { next?: string } {
  const next = optional(search['next'])
  return next !== undefined && /^\/(?![/\\])/.test(next) ? { next } : {}
}

/** Why a log-in by the account's own provider came to nothing. */
const ssoReasons = [
  'unknown',
  'unreachable',
  'expired',
  'refused',
  'invalid',
  'email',
  'domain',
  'stranger',
  'shut',
] as const
type SsoReason = (typeof ssoReasons)[number]
function ssoOf(search: Record<string, unknown>): { sso?: SsoReason } {
  const sso = ssoReasons.find((one) => one === search['sso'])
  return sso === undefined ? {} : { sso }
}

/** Who is logged in, in their language; leads to the log-in when nobody is. */
async function loggedIn(address: string): Promise<Me> {
  try {
    const me = await readMe()
    await speakAsAccount(me.user.locale)
    return me
  } catch (fault) {
    if (fault instanceof ApiFault && fault.status === 401)
      throw redirect({ to: '/login', search: address === '/' ? {} : { next: address } })
    throw fault
  }
}

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string; sso?: SsoReason } => ({
    ...nextOf(search),
    ...ssoOf(search),
  }),
  component: lazyRouteComponent(() => import('../login/login-page.tsx'), 'LoginPage'),
})

const signUp = createRoute({
  getParentRoute: () => root,
  path: '/sign-up',
  component: lazyRouteComponent(() => import('../welcome/sign-up-page.tsx'), 'SignUpPage'),
})
const confirm = createRoute({
  getParentRoute: () => root,
  path: '/confirm',
  component: lazyRouteComponent(() => import('../welcome/confirm-page.tsx'), 'ConfirmPage'),
})
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('../welcome/invitation-page.tsx'), 'InvitationPage'),
})
const forgotPassword = createRoute({
  getParentRoute: () => root,
  path: '/forgot-password',
  component: lazyRouteComponent(
    () => import('../welcome/forgot-password-page.tsx'),
    'ForgotPasswordPage',
  ),
})
const resetPassword = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(
    () => import('../welcome/reset-password-page.tsx'),
    'ResetPasswordPage',
  ),
})
const confirmEmail = createRoute({
  getParentRoute: () => root,
  path: '/confirm-email',
  component: lazyRouteComponent(
    () => import('../welcome/confirm-email-page.tsx'),
    'ConfirmEmailPage',
  ),
})
const secondFactor = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  validateSearch: nextOf,
  beforeLoad: async ({ search }) => {
    await loggedIn(search.next ?? '/')
  },
  component: lazyRouteComponent(() => import('../security/required-page.tsx'), 'RequiredPage'),
})

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  errorComponent: FaultPage,
  beforeLoad: async ({ location }) => {
    const address = location.pathname === '/' ? '/' : location.href
    const me = await loggedIn(address)
    if (me.mustSetUpSecondFactor)
      throw redirect({
        to: '/second-factor',
        search: address === '/' ? {} : { next: address },
      })
  },
})

const overview = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('../overview/overview-page.tsx'), 'OverviewPage'),
})

const compose = createRoute({
  getParentRoute: () => app,
  path: '/compose',
  validateSearch: (search): { to?: string; sender?: string } => ({
    to: optional(search['to']),
    sender: optional(search['sender']),
  }),
  component: lazyRouteComponent(() => import('../compose/compose-page.tsx'), 'ComposePage'),
})

const messages = createRoute({
  getParentRoute: () => app,
  path: '/messages',
  validateSearch: (search): MessagesSearch => ({
    to: optional(search['to']),
    sender: optional(search['sender']),
    status: optional(search['status']),
    bulkId: optional(search['bulkId']),
    messageId: optional(search['messageId']),
    applicationId: optional(search['applicationId']),
    entityId: optional(search['entityId']),
    since: optional(search['since']),
    until: optional(search['until']),
    scheduled: search['scheduled'] === true || search['scheduled'] === 'true' ? true : undefined,
  }),
  component: lazyRouteComponent(() => import('../messages/messages-page.tsx'), 'MessagesPage'),
})
const message = createRoute({
  getParentRoute: () => messages,
  path: '/$id',
  component: lazyRouteComponent(() => import('../messages/message-drawer.tsx'), 'MessageDrawer'),
})

const inbound = createRoute({
  getParentRoute: () => app,
  path: '/inbound',
  validateSearch: (
    search,
  ): { from?: string; to?: string; applicationId?: string; entityId?: string } => ({
    from: optional(search['from']),
    to: optional(search['to']),
    applicationId: optional(search['applicationId']),
    entityId: optional(search['entityId']),
  }),
  component: lazyRouteComponent(() => import('../inbound/inbound-page.tsx'), 'InboundPage'),
})
const apiKeys = createRoute({
  getParentRoute: () => app,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('../api-keys/api-keys-page.tsx'), 'ApiKeysPage'),
})
const applications = createRoute({
  getParentRoute: () => app,
  path: '/applications',
  component: lazyRouteComponent(
    () => import('../applications/applications-page.tsx'),
    'ApplicationsPage',
  ),
})
const blocklist = createRoute({
  getParentRoute: () => app,
  path: '/blocklist',
  component: lazyRouteComponent(() => import('../blocklist/blocklist-page.tsx'), 'BlocklistPage'),
})
const figures = createRoute({
  getParentRoute: () => app,
  path: '/figures',
  component: lazyRouteComponent(() => import('../figures/figures-page.tsx'), 'FiguresPage'),
})
const senders = createRoute({
  getParentRoute: () => app,
  path: '/senders',
  component: lazyRouteComponent(() => import('../senders/senders-page.tsx'), 'SendersPage'),
})
const connections = createRoute({
  getParentRoute: () => app,
  path: '/connections',
  component: lazyRouteComponent(
    () => import('../connections/connections-page.tsx'),
    'ConnectionsPage',
  ),
})
const newConnection = createRoute({
  getParentRoute: () => app,
  path: '/connections/new',
  component: lazyRouteComponent(
    () => import('../connections/connection-form-page.tsx'),
    'NewConnectionPage',
  ),
})
const connection = createRoute({
  getParentRoute: () => app,
  path: '/connections/$id',
  component: lazyRouteComponent(
    () => import('../connections/connection-form-page.tsx'),
    'ConnectionPage',
  ),
})
const routes = createRoute({
  getParentRoute: () => app,
  path: '/routes',
  validateSearch: (search): { explain?: string } => ({ explain: optional(search['explain']) }),
  component: lazyRouteComponent(() => import('../routes/routes-page.tsx'), 'RoutesPage'),
})
const handsets = createRoute({
  getParentRoute: () => app,
  path: '/handsets',
  validateSearch: (search): { number?: string; tab?: string } => ({
    number: optional(search['number']),
    tab: optional(search['tab']),
  }),
  component: lazyRouteComponent(() => import('../handsets/handsets-page.tsx'), 'HandsetsPage'),
})
const mailbox = createRoute({
  getParentRoute: () => app,
  path: '/mailbox',
  validateSearch: (search): { mail?: string } => ({ mail: optional(search['mail']) }),
  component: lazyRouteComponent(() => import('../mailbox/mailbox-page.tsx'), 'MailboxPage'),
})
const team = createRoute({
  getParentRoute: () => app,
  path: '/team',
  component: lazyRouteComponent(() => import('../team/team-page.tsx'), 'TeamPage'),
})
const accounts = createRoute({
  getParentRoute: () => app,
  path: '/accounts',
  component: lazyRouteComponent(() => import('../accounts/accounts-page.tsx'), 'AccountsPage'),
})
const verifiedNumbers = createRoute({
  getParentRoute: () => app,
  path: '/verified-numbers',
  component: lazyRouteComponent(
    () => import('../verified-numbers/verified-numbers-page.tsx'),
    'VerifiedNumbersPage',
  ),
})
const roles = createRoute({
  getParentRoute: () => app,
  path: '/roles',
  component: lazyRouteComponent(() => import('../roles/roles-page.tsx'), 'RolesPage'),
})
const webhooks = createRoute({
  getParentRoute: () => app,
  path: '/webhooks',
  validateSearch: (search): { tab?: string } => ({ tab: optional(search['tab']) }),
  component: lazyRouteComponent(() => import('../webhooks/webhooks-page.tsx'), 'WebhooksPage'),
})
const profile = createRoute({
  getParentRoute: () => app,
  path: '/profile',
  component: lazyRouteComponent(() => import('../profile/profile-page.tsx'), 'ProfilePage'),
})
const security = createRoute({
  getParentRoute: () => app,
  path: '/security',
  component: lazyRouteComponent(() => import('../security/security-page.tsx'), 'SecurityPage'),
})
const loginSettings = createRoute({
  getParentRoute: () => app,
  path: '/login-settings',
  component: lazyRouteComponent(
    () => import('../login-settings/login-settings-page.tsx'),
    'LoginSettingsPage',
  ),
})

const balance = createRoute({
  getParentRoute: () => app,
  path: '/balance',
  component: lazyRouteComponent(() => import('../money/balance-page.tsx'), 'BalancePage'),
})
const usage = createRoute({
  getParentRoute: () => app,
  path: '/usage',
  component: lazyRouteComponent(() => import('../usage/usage-page.tsx'), 'UsagePage'),
})
const prices = createRoute({
  getParentRoute: () => app,
  path: '/prices',
  validateSearch: (search): { tab?: string } => ({ tab: optional(search['tab']) }),
  component: lazyRouteComponent(() => import('../money/prices-page.tsx'), 'PricesPage'),
})
const priceList = createRoute({
  getParentRoute: () => app,
  path: '/prices/$listId',
  component: lazyRouteComponent(() => import('../money/price-list-page.tsx'), 'PriceListPage'),
})
const audit = createRoute({
  getParentRoute: () => app,
  path: '/audit',
  validateSearch: (search): AuditSearch => ({
    userId: optional(search['userId']),
    action: optional(search['action']),
    outcome: outcomes.find((one) => one === search['outcome']),
    from: optional(search['from']),
    to: optional(search['to']),
  }),
  component: lazyRouteComponent(() => import('../audit/audit-page.tsx'), 'AuditPage'),
})
const invoices = createRoute({
  getParentRoute: () => app,
  path: '/invoices',
  component: lazyRouteComponent(() => import('../invoices/invoices-page.tsx'), 'InvoicesPage'),
})
const invoice = createRoute({
  getParentRoute: () => app,
  path: '/invoices/$id',
  component: lazyRouteComponent(() => import('../invoices/invoice-page.tsx'), 'InvoicePage'),
})
const issuedInvoice = createRoute({
  getParentRoute: () => app,
  path: '/issued-invoices/$id',
  component: lazyRouteComponent(() => import('../invoices/invoice-page.tsx'), 'IssuedInvoicePage'),
})
const billingProfile = createRoute({
  getParentRoute: () => app,
  path: '/billing-profile',
  component: lazyRouteComponent(
    () => import('../invoices/billing-profile-page.tsx'),
    'BillingProfilePage',
  ),
})
const topUp = createRoute({
  getParentRoute: () => app,
  path: '/top-up/$id',
  component: lazyRouteComponent(() => import('../invoices/top-up-page.tsx'), 'TopUpPage'),
})
const simulatedCard = createRoute({
  getParentRoute: () => app,
  path: '/simulated-card/$id',
  component: lazyRouteComponent(() => import('../invoices/top-up-page.tsx'), 'SimulatedCardPage'),
})

export const router = createRouter({
  basepath: '/portal',
  routeTree: root.addChildren([
    login,
    signUp,
    confirm,
    invitation,
    forgotPassword,
    resetPassword,
    confirmEmail,
    secondFactor,
    app.addChildren([
      overview,
      compose,
      messages.addChildren([message]),
      inbound,
      apiKeys,
      senders,
      applications,
      blocklist,
      figures,
      connections,
      newConnection,
      connection,
      routes,
      handsets,
      webhooks,
      balance,
      usage,
      prices,
      priceList,
      invoices,
      invoice,
      issuedInvoice,
      billingProfile,
      topUp,
      simulatedCard,
      mailbox,
      team,
      accounts,
      verifiedNumbers,
      roles,
      profile,
      security,
      loginSettings,
      audit,
    ]),
  ]),
  defaultPreload: 'intent',
  defaultPendingComponent: Waiting,
  defaultErrorComponent: FaultPage,
  scrollRestoration: true,
  search: { strict: true },
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
