import {
  createRootRoute,
  createRoute,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { ApiFault } from '../api/call.ts'
import { speakAsAccount } from '../language/index.ts'
import { FaultPage } from './fault-page.tsx'
import { NotFound } from './not-found.tsx'
import { readMe, type Me } from './session.ts'

/** A word of an address; an empty one is none. */
export const optional = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== ''
    ? value
    : typeof value === 'number'
      ? String(value)
      : undefined

export const root = createRootRoute({
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
export async function loggedIn(address: string): Promise<Me> {
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

/** Pages for people who are not logged in, or not wholly. */
export const outside = [
  login,
  signUp,
  confirm,
  invitation,
  forgotPassword,
  resetPassword,
  confirmEmail,
  secondFactor,
] as const
