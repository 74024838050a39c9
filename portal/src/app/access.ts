import type { RegisteredRouter } from '@tanstack/react-router'
import { may, useMe, type Me } from './session.ts'

/** What a page asks of whoever opens it. */
export interface Access {
  /** One of these scopes is enough: those that the operations of the page ask for. Left out: for everybody. */
  needs?: readonly string[]
  /** The page is of the installation's own account alone. */
  ofRoot?: true
}

const manageAccount = 'account-management:manage'
const send = ['message:send', 'sms:message:send', 'sms:manage']
const readMessages = ['messaging:read', 'sms:logs:read', 'sms:manage']
const changeAccount = ['accounts:manage', manageAccount]
const readAccount = ['accounts:read', ...changeAccount]
const readPeople = ['users:read', 'users:manage']
const changeMoney = ['billing:manage']
const readMoney = ['billing:read', ...changeMoney]
const operators = { needs: ['operators:read', 'operators:manage'], ofRoot: true } as const
const simulator = { needs: ['simulator:manage'], ofRoot: true } as const

/** Pages for people who are not logged in, or not wholly. */
type Outside =
  | '/login'
  | '/sign-up'
  | '/confirm'
  | '/invitation'
  | '/forgot-password'
  | '/reset-password'
  | '/confirm-email'
  | '/second-factor'
export type PagePath = Exclude<keyof RegisteredRouter['routesByPath'], Outside>

/** The one list of who may open which page: for the menu, the help, links, and addresses that were typed. */
const pages: Record<PagePath, Access> = {
  '/': {},
  '/profile': {},
  '/security': {},
  '/compose': { needs: send },
  '/messages': { needs: readMessages },
  '/messages/$id': { needs: readMessages },
  '/inbound': {
    needs: ['messaging:read', 'inbound-message:read', 'sms:inbound-message:read', 'sms:manage'],
  },
  '/figures': { needs: ['metrics:manage', 'messaging:read'] },
  '/verified-numbers': { needs: readAccount },
  '/live': operators,
  '/find': { needs: ['operators:manage'], ofRoot: true },
  '/alarms': operators,
  '/connections': operators,
  '/connections/new': { needs: ['operators:manage'], ofRoot: true },
  '/connections/send-for-real': { needs: ['operators:manage'], ofRoot: true },
  '/connections/$id': operators,
  '/routes': { needs: ['routes:read', 'routes:manage'], ofRoot: true },
  '/routes/why': { needs: ['routes:read', 'routes:manage'], ofRoot: true },
  '/handsets': simulator,
  '/mailbox': simulator,
  '/api-keys': { needs: [manageAccount] },
  '/senders': { needs: readAccount },
  '/sending-rules': { needs: readAccount },
  '/webhooks': { needs: ['subscriptions:manage'] },
  '/applications': { needs: ['application-entity:manage', 'sending-strategy:manage'] },
  '/smpp-users': { needs: ['smpp:read', 'smpp:manage'] },
  '/blocklist': { needs: ['blocklist:manage'] },
  '/balance': { needs: readMoney },
  '/usage': { needs: [...readMoney, 'billing:usage:view'] },
  '/prices': { needs: readMoney },
  '/prices/$listId': { needs: readMoney },
  '/invoices': { needs: readMoney },
  '/invoices/$id': { needs: readMoney },
  '/issued-invoices/$id': { needs: readMoney },
  '/billing-profile': { needs: changeMoney },
  '/seller': { needs: changeMoney },
  '/payments': { needs: readMoney },
  '/operator-bills': { needs: readMoney, ofRoot: true },
  '/top-up/$id': { needs: readMoney },
  '/simulated-card/$id': { needs: changeMoney },
  '/team': { needs: readPeople },
  '/roles': { needs: readPeople },
  '/accounts': { needs: readAccount },
  '/login-settings': { needs: changeAccount },
  '/audit': { needs: ['audit-logs:read', manageAccount] },
}

/** @param path as the router has it, such as `/messages/$id` */
export const accessTo = (path: PagePath): Access => pages[path]

export function mayOpen(me: Me, path: PagePath): boolean {
  const { needs, ofRoot } = pages[path]
  return (!ofRoot || me.account.isRoot) && (needs === undefined || may(me, needs))
}
export const useMayOpen = (path: PagePath): boolean => mayOpen(useMe(), path)
