import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { FaultPage } from './fault-page.tsx'
import { loggedIn, optional, outside, root } from './outside.tsx'
import { Shell } from './shell.tsx'
import { Waiting } from '../parts/states.tsx'
import { outcomes, type AuditSearch } from '../audit/search.ts'
import type { MessagesSearch } from '../messages/search.ts'
import { wayOf, type FindSearch } from '../find/search.ts'
import { contentClassOf, type WhySearch } from '../routes/search.ts'

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
const smppUsers = createRoute({
  getParentRoute: () => app,
  path: '/smpp-users',
  component: lazyRouteComponent(() => import('../smpp-users/smpp-users-page.tsx'), 'SmppUsersPage'),
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
const find = createRoute({
  getParentRoute: () => app,
  path: '/find',
  validateSearch: (search): FindSearch => ({
    by: wayOf(search['by']),
    value: optional(search['value']),
    account: optional(search['account']),
    message: optional(search['message']),
  }),
  component: lazyRouteComponent(() => import('../find/find-page.tsx'), 'FindPage'),
})
const live = createRoute({
  getParentRoute: () => app,
  path: '/live',
  component: lazyRouteComponent(() => import('../live/live-page.tsx'), 'LivePage'),
})
const alarms = createRoute({
  getParentRoute: () => app,
  path: '/alarms',
  validateSearch: (search): { tab?: string } => ({ tab: optional(search['tab']) }),
  component: lazyRouteComponent(() => import('../alarms/alarms-page.tsx'), 'AlarmsPage'),
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
const sendForReal = createRoute({
  getParentRoute: () => app,
  path: '/connections/send-for-real',
  component: lazyRouteComponent(
    () => import('../connections/send-for-real-page.tsx'),
    'SendForRealPage',
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
const whyRoute = createRoute({
  getParentRoute: () => app,
  path: '/routes/why',
  validateSearch: (search): WhySearch => ({
    to: optional(search['to']),
    from: optional(search['from']),
    account: optional(search['account']),
    content: contentClassOf(search['content']),
    at: optional(search['at']),
  }),
  component: lazyRouteComponent(() => import('../routes/why-page.tsx'), 'WhyPage'),
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
const sendingRules = createRoute({
  getParentRoute: () => app,
  path: '/sending-rules',
  validateSearch: (search): { tab?: string } => ({ tab: optional(search['tab']) }),
  component: lazyRouteComponent(() => import('../rules/rules-page.tsx'), 'RulesPage'),
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
const seller = createRoute({
  getParentRoute: () => app,
  path: '/seller',
  component: lazyRouteComponent(() => import('../seller/seller-page.tsx'), 'SellerPage'),
})
const payments = createRoute({
  getParentRoute: () => app,
  path: '/payments',
  validateSearch: (search): { account?: string; invoice?: string } => ({
    account: optional(search['account']),
    invoice: optional(search['invoice']),
  }),
  component: lazyRouteComponent(() => import('../payments/payments-page.tsx'), 'PaymentsPage'),
})
const operatorBills = createRoute({
  getParentRoute: () => app,
  path: '/operator-bills',
  validateSearch: (search): { tab?: string; connection?: string; month?: string } => ({
    tab: optional(search['tab']),
    connection: optional(search['connection']),
    month: optional(search['month']),
  }),
  component: lazyRouteComponent(
    () => import('../operator-bills/operator-bills-page.tsx'),
    'OperatorBillsPage',
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
    ...outside,
    app.addChildren([
      overview,
      compose,
      messages.addChildren([message]),
      inbound,
      apiKeys,
      senders,
      applications,
      smppUsers,
      blocklist,
      figures,
      live,
      find,
      alarms,
      connections,
      sendForReal,
      newConnection,
      connection,
      routes,
      whyRoute,
      handsets,
      sendingRules,
      webhooks,
      balance,
      usage,
      prices,
      priceList,
      invoices,
      invoice,
      issuedInvoice,
      billingProfile,
      seller,
      payments,
      operatorBills,
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
