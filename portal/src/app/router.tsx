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
import { readMe } from './session.ts'
import { Shell } from './shell.tsx'
import { Waiting } from '../parts/states.tsx'
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

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string } => {
    const next = optional(search['next'])
    // Only an address of this portal: anything else could lead a person away after logging in.
    return next !== undefined && /^\/(?![/\\])/.test(next) ? { next } : {}
  },
  component: lazyRouteComponent(() => import('../login/login-page.tsx'), 'LoginPage'),
})

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  errorComponent: FaultPage,
  beforeLoad: async ({ location }) => {
    try {
      await speakAsAccount((await readMe()).user.locale)
    } catch (fault) {
      if (fault instanceof ApiFault && fault.status === 401)
        throw redirect({
          to: '/login',
          search: location.pathname === '/' ? {} : { next: location.href },
        })
      throw fault
    }
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
  validateSearch: (search): { from?: string; to?: string } => ({
    from: optional(search['from']),
    to: optional(search['to']),
  }),
  component: lazyRouteComponent(() => import('../inbound/inbound-page.tsx'), 'InboundPage'),
})
const apiKeys = createRoute({
  getParentRoute: () => app,
  path: '/api-keys',
  component: lazyRouteComponent(() => import('../api-keys/api-keys-page.tsx'), 'ApiKeysPage'),
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
const webhooks = createRoute({
  getParentRoute: () => app,
  path: '/webhooks',
  component: lazyRouteComponent(() => import('../webhooks/webhooks-page.tsx'), 'WebhooksPage'),
})
const profile = createRoute({
  getParentRoute: () => app,
  path: '/profile',
  component: lazyRouteComponent(() => import('../profile/profile-page.tsx'), 'ProfilePage'),
})

export const router = createRouter({
  basepath: '/portal',
  routeTree: root.addChildren([
    login,
    app.addChildren([
      overview,
      compose,
      messages.addChildren([message]),
      inbound,
      apiKeys,
      senders,
      connections,
      newConnection,
      connection,
      routes,
      handsets,
      webhooks,
      profile,
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
