import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '../compat/running.ts'
import { openBrowser } from './browser.ts'
import {
  actBelow,
  addRow,
  connectOverHttp,
  openCalendar,
  openFirst,
  openOptions,
  openSections,
} from './opening.ts'
import { rulesPlaces } from './rules-places.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 120_000 })

const found = await openBrowser()
const WIDE = { width: 1280, height: 900 }
/** The narrowest phone the portal is made for. */
const NARROW = { width: 360, height: 740 }
/** Between them the two languages see every page in both schemes and both widths; all eight would take twice the time. */
const ways = [
  {
    language: 'en',
    locale: 'en-GB',
    looks: [
      { viewport: WIDE, scheme: 'light' },
      { viewport: NARROW, scheme: 'dark' },
    ],
  },
  {
    language: 'ja',
    locale: 'ja-JP',
    looks: [
      { viewport: WIDE, scheme: 'dark' },
      { viewport: NARROW, scheme: 'light' },
    ],
  },
] as const

/** Every page, and what opens over pages. `open` brings it up, by roles that have the same order in all languages. */
const places: {
  name: string
  address: string
  ready: string
  open?: (page: Page) => Promise<void>
}[] = [
  { name: 'log in', address: '/login', ready: 'form' },
  { name: 'overview', address: '/', ready: '[data-figure]' },
  { name: 'compose', address: '/compose', ready: '[data-field=text]' },
  {
    name: 'compose with options',
    address: '/compose?to=999100000001,0123',
    ready: '[data-field=text]',
    open: openOptions,
  },
  {
    name: 'the calendar',
    address: '/compose?to=999100000001',
    ready: '[data-field=text]',
    open: openCalendar,
  },
  {
    name: 'copy as code',
    address: '/compose?to=999100000001',
    ready: '[data-field=text]',
    open: (page) => page.locator('button', { has: page.locator('.tabler-icon-code') }).click(),
  },
  { name: 'messages', address: '/messages', ready: '.message-row[data-status]' },
  {
    name: 'messages, nothing found',
    address: '/messages?bulkId=none',
    ready: '.tabler-icon-message-off',
  },
  { name: 'a failed message', address: '/messages/:failed', ready: '[data-fate]' },
  { name: 'accounts', address: '/accounts', ready: '[data-account]' },
  { name: 'verified numbers', address: '/verified-numbers', ready: '[role=alert]' },
  { name: 'inbound', address: '/inbound', ready: '[data-inbound]' },
  { name: 'API keys', address: '/api-keys', ready: '[data-key]' },
  {
    name: 'a new key',
    address: '/api-keys',
    ready: '[data-key]',
    open: (page) =>
      page
        .locator('button', { has: page.locator('.tabler-icon-plus') })
        .first()
        .click(),
  },
  { name: 'senders', address: '/senders', ready: 'main table' },
  ...rulesPlaces,
  { name: 'the balance', address: '/balance', ready: 'main table, main h2' },
  { name: 'usage of money', address: '/usage', ready: 'main input[type=date]' },
  { name: 'prices', address: '/prices', ready: 'main form' },
  { name: 'a price list', address: '/prices/:list', ready: '[data-price]', open: addRow },
  {
    name: 'prices from a file',
    address: '/prices/:list',
    ready: '[data-price]',
    open: async (page) => {
      await page.locator('main button:has(.tabler-icon-file-import)').click()
      await page.getByRole('dialog').locator('textarea').first().waitFor()
    },
  },
  { name: 'payments, nobody chosen', address: '/payments', ready: 'main h2' },
  {
    name: 'a payment to be entered',
    address: '/payments?account=:customer',
    ready: '[data-payment]',
    open: async (page) => {
      await page.locator('main button:has(.tabler-icon-plus)').click()
      await page.locator('main form button[type=submit]').click()
    },
  },
  {
    name: 'an operator’s bill, compared',
    address: '/operator-bills?connection=1&month=2026-10',
    ready: '[data-network]',
  },
  {
    name: 'an operator’s bill to be entered',
    address: '/operator-bills?connection=1&month=2026-09',
    ready: 'main h2',
    open: async (page) => {
      await page.locator('main button:has(.tabler-icon-file-import)').click()
      await page.locator('main form button[type=submit]').click()
      await page.locator('main [role=alert]').waitFor()
    },
  },
  { name: 'the margin', address: '/operator-bills?tab=margin', ready: 'main h2' },
  {
    name: 'seller settings',
    address: '/seller',
    ready: 'main form',
    open: async (page) => {
      await page.locator('main button:has(.tabler-icon-plus)').click()
      await page.locator('main form button[type=submit]').click()
      await page.locator('main [aria-invalid=true]').first().waitFor()
    },
  },
  { name: 'invoices', address: '/invoices', ready: 'main h2' },
  { name: 'the billing profile', address: '/billing-profile', ready: 'main form' },
  { name: 'applications', address: '/applications', ready: '[data-named]' },
  {
    name: 'associations',
    address: '/applications',
    ready: '[data-named]',
    open: async (page) => {
      await page.locator('[role=tab]').nth(2).click()
      await page.locator('[data-association]').waitFor()
    },
  },
  {
    name: 'sending strategies',
    address: '/applications',
    ready: '[data-named]',
    open: async (page) => {
      await page.locator('[role=tab]').nth(3).click()
      await page.locator('[role=tabpanel] table').waitFor()
    },
  },
  { name: 'the blocklist', address: '/blocklist', ready: '[data-blocked]' },
  { name: 'SMPP users', address: '/smpp-users', ready: '[data-user]' },
  {
    name: 'an SMPP user to be made',
    address: '/smpp-users',
    ready: '[data-user]',
    open: async (page) => {
      await page.locator('main button:has(.tabler-icon-plus)').click()
      const form = page.locator('[role=dialog] form')
      const sections = form.locator('.mantine-Accordion-control')
      await sections.first().waitFor()
      for (const section of await sections.all()) await section.click()
      await form.locator('button[type=submit]').click()
      await form.locator('[aria-invalid=true]').first().waitFor()
    },
  },
  { name: 'usage and quality', address: '/figures', ready: '[data-group]' },
  {
    name: 'usage and quality as a table',
    address: '/figures',
    ready: '[data-group]',
    open: async (page) => {
      await page.locator('main .mantine-Card-root button').first().click()
      await page.locator('table').nth(1).waitFor()
    },
  },
  { name: 'the live view', address: '/live', ready: '[data-outcome]' },
  { name: 'a message found', address: '/find?by=to&value=999100000001', ready: '[data-found]' },
  { name: 'alarms', address: '/alarms', ready: '[data-alarm], .tabler-icon-bell-check' },
  { name: 'alarm settings', address: '/alarms?tab=settings', ready: 'main form' },
  { name: 'connections', address: '/connections', ready: '[data-connection]' },
  { name: 'a new connection', address: '/connections/new', ready: 'main form', open: openSections },
  { name: 'send for real', address: '/connections/send-for-real', ready: 'main form' },
  { name: 'a connection', address: '/connections/1', ready: 'main table' },
  { name: 'a connection over HTTP', address: '/connections/:http', ready: '[data-http]' },
  { name: 'routes', address: '/routes?explain=999100000001', ready: '[data-chosen]' },
  {
    name: 'a route to be made',
    address: '/routes',
    ready: '[data-route]',
    open: async (page) => {
      await page.locator('main button:has(.tabler-icon-plus)').click()
      const form = page.locator('[role=dialog]')
      const sections = form.locator('.mantine-Accordion-control')
      await sections.first().waitFor()
      for (const section of await sections.all()) await section.click()
      await form.locator('fieldset button:has(.tabler-icon-plus)').click()
      await form.locator('button[type=submit]').click()
      await form.locator('[aria-invalid=true]').first().waitFor()
    },
  },
  { name: 'why a route is taken', address: '/routes/why?to=999100000001', ready: '[data-considered]' }, // prettier-ignore
  { name: 'handsets', address: '/handsets?number=999100000001', ready: '[data-direction]' },
  { name: 'number endings', address: '/handsets?tab=endings', ready: '[data-ending]' },
  { name: 'the simulated operator', address: '/handsets?tab=operator', ready: 'main section' },
  {
    name: 'webhooks, subscriptions',
    address: '/webhooks?tab=subscriptions',
    ready: '[data-entry]',
  },
  { name: 'webhooks, profiles', address: '/webhooks?tab=profiles', ready: '[data-entry]' },
  { name: 'webhooks, security', address: '/webhooks?tab=security', ready: '[data-entry]' },
  {
    name: 'webhooks, certificates',
    address: '/webhooks?tab=certificates',
    ready: '.tabler-icon-certificate',
  },
  { name: 'webhooks, deliveries', address: '/webhooks?tab=deliveries', ready: '[data-entry]' },
  {
    name: 'reports to be sent again',
    address: '/webhooks?tab=deliveries',
    ready: '[data-entry]',
    open: async (page) => {
      await page.locator('main button:has(.tabler-icon-repeat)').click()
      await page.getByRole('dialog').locator('form').waitFor()
    },
  },
  { name: 'webhooks, catchers', address: '/webhooks?tab=catchers', ready: '[data-caught]' },
  { name: 'webhooks, account-wide', address: '/webhooks?tab=simple', ready: 'main form' },
  {
    name: 'a new profile',
    address: '/webhooks?tab=profiles',
    ready: '[data-entry]',
    open: (page) => page.locator('main button:has(.tabler-icon-plus)').first().click(),
  },
  { name: 'security', address: '/security', ready: 'main form' },
  {
    name: 'an authenticator app being set up',
    address: '/security',
    ready: 'main form',
    open: async (page) => {
      await page.locator('main form button[type=submit]').first().click()
      await page.locator('[data-secret]').waitFor()
    },
  },
  { name: 'a second factor that is asked for', address: '/second-factor', ready: 'main form' },
  { name: 'log-in settings', address: '/login-settings', ready: '[data-provider]' },
  { name: 'log in, refused by the provider', address: '/login?sso=domain', ready: 'form' },
  { name: 'the mailbox', address: '/mailbox', ready: '[data-mail]' },
  {
    name: 'a mail',
    address: '/mailbox',
    ready: '[data-mail]',
    open: async (page) => {
      await page.locator('[data-mail]').first().click()
      await page.locator('iframe').waitFor()
    },
  },
  { name: 'the team', address: '/team', ready: '[data-invitation]' },
  { name: 'an invitation to be sent', address: '/team', ready: '[data-person]', open: openFirst },
  { name: 'the audit trail', address: '/audit', ready: '[data-audit]' },
  {
    name: 'an entry of the audit trail',
    address: '/audit',
    ready: '[data-audit]',
    open: async (page) => {
      await page.locator('[data-audit] button').first().click()
      await page.locator('[data-entry]').waitFor()
    },
  },
  { name: 'roles', address: '/roles', ready: '[data-role]' },
  { name: 'a new role', address: '/roles', ready: '[data-role]', open: openFirst },
  { name: 'profile', address: '/profile', ready: '[data-session]' },
  { name: 'sign up', address: '/sign-up', ready: 'main form' },
  { name: 'a sign-up that is over', address: '/confirm#none', ready: '[role=alert]' },
  { name: 'an invitation', address: '/invitation#:invited', ready: 'main form' },
  { name: 'forgot the password', address: '/forgot-password', ready: 'main form' },
  { name: 'choose a new password', address: '/reset-password#none', ready: 'main form' },
  { name: 'confirm a new address', address: '/confirm-email#none', ready: 'main button' },
  {
    name: 'help',
    address: '/profile',
    ready: 'main form',
    open: (page) => page.keyboard.press('?'),
  },
  { name: 'a page of another account', address: '/connections', ready: 'main h1', open: actBelow },
  { name: 'no such page', address: '/nowhere', ready: 'main h1' },
]

describe.skipIf(found.browser === null)(
  `axe finds nothing wrong${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    /** What stands for `:name` in the addresses. */
    let ids: Record<string, string> = {}
    beforeAll(async () => {
      world = await startWorld(found.browser!, { SELF_SIGN_UP: 'on' })
      ids = { failed: await fillWithTraffic(world), invited: await inviteSomebody(world) }
      await provision(world)
      ids = { ...ids, ...(await sell(world)), http: await connectOverHttp(world) }
    })
    afterAll(() => world?.stop())

    for (const { language, locale, looks } of ways)
      describe(`in ${language}`, () => {
        let page: Page
        beforeAll(async () => {
          page = await world.page({ locale })
        })

        it.each(places)('$name', async (place) => {
          await page.setViewportSize(looks[0].viewport)
          await page.emulateMedia({ colorScheme: looks[0].scheme })
          await page.goto(
            `${world.url}/portal${place.address.replace(/:(\w+)/, (_whole, name: string) => ids[name]!)}`,
          )
          await page.locator(place.ready).first().waitFor()
          expect(await page.locator('html').getAttribute('lang')).toBe(language)
          await place.open?.(page)
          await page.evaluate(axe.source)
          for (const { viewport, scheme } of looks) {
            await page.setViewportSize(viewport)
            await page.emulateMedia({ colorScheme: scheme })
            await page.locator(`html[data-mantine-color-scheme=${scheme}]`).waitFor()
            await allIsStill(page)
            expect(await violations(page), `${scheme}, ${viewport.width} px`).toEqual([])
            expect(await widerBy(page), `wider than ${viewport.width} px by`).toBe(0)
          }
        })
      })
  },
)

const widerBy = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

/** A toast or a menu on its way would be judged half transparent; what turns for ever is not waited for. */
const allIsStill = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame)
    const ending = document
      .getAnimations()
      .filter((one) => Number(one.effect?.getComputedTiming().endTime) < Infinity)
    await Promise.all(ending.map((one) => one.finished.catch(() => undefined)))
  })

/** A catcher behind a profile that signs; reports go there. */
async function subscribeToAll(world: World): Promise<void> {
  const made = await world.api('POST', '/subscriptions/1/catchers')
  const { url } = (await made.json()) as { url: string }
  await world.api('POST', '/subscriptions/1/subscription/SMS', {
    subscriptionId: 'everything',
    events: ['DELIVERY', 'INBOUND_MESSAGE'],
    profile: {
      profileId: 'catcher',
      webhook: { notifyUrl: url },
      security: {
        authId: 'signed',
        type: 'HMAC',
        credentials: { secretKey: 'shared', algorithm: 'HMAC_SHA_256' },
      },
    },
  })
}

/** An application with what belongs to it, and somebody who is not written to. */
async function provision(world: World): Promise<void> {
  const [applicationId, entityId] = ['shop', 'north']
  const platform = { applicationId, entityId }
  const resource = { resourceType: 'ALPHA', channel: 'SMS', resourceId: 'Shop' }
  const priorities = [{ senderType: 'ALPHANUMERIC', priority: 1 }]
  for (const [address, body] of [
    ['/provisioning/1/applications', { applicationId, applicationName: 'Web shop' }],
    ['/provisioning/1/entities', { entityId }],
    ['/provisioning/1/associations', { ...resource, ...platform }],
    ['/provisioning/2/sending-strategies', { platform, channel: 'SMS', priorities }],
    ['/smpp/1/users', { systemId: 'shop-1', name: 'The shop’s system' }],
    [
      '/platform/1/blocklists',
      { blocklist: [{ destinations: [{ to: '999100009999' }], sender: 'Shop', channel: 'SMS' }] },
    ],
  ] as const)
    await world.api('POST', address, body)
}

/** A list with prices, a customer who paid, and a bill of the first connection. */
async function sell(world: World): Promise<{ list: string; customer: string }> {
  const ask = async (method: string, address: string, body: object) => {
    const answer = await world.api(method, address, body)
    if (!answer.ok) throw new Error(`${address} was answered ${answer.status}`)
    return (await answer.json()) as { id: number; key: string }
  }
  const { id } = await ask('POST', '/billing/1/price-lists', { name: 'Retail', currency: 'EUR' })
  const planned = { amount: '0.07', country: 'DE', validFrom: '2099-01-01T00:00:00.000+0000' }
  const fee = { kind: 'SURCHARGE', name: 'Pass-through fee', amount: '0.004', country: 'US' }
  await ask('POST', `/billing/1/price-lists/${id}/prices`, { prices: [planned, fee] })
  const { key } = await ask('POST', '/accounts/1/accounts', {
    name: 'Kunde GmbH',
    kind: 'CUSTOMER',
    currency: 'EUR',
  })
  await ask('PUT', `/billing/1/terms/${key}`, { prepaid: false, creditLimit: null })
  const payment = { amount: '119', receivedOn: '2026-11-20', reference: 'RF18 5390 0754' }
  await ask('POST', `/billing/1/customers/${key}/payments`, payment)
  const csv = 'country,network,parts,amount\nDE,26201,1200,84.00\n,,10,0.5\n'
  await ask('PUT', '/billing/1/operator-bills/1/2026-10', { currency: 'EUR', csv })
  return { list: String(id), customer: key }
}

/** Runs axe on the page as it is; at most three places of each rule are told. */
async function violations(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const run = (globalThis as unknown as { axe: typeof axe }).axe
    const answer = await run.run(document, { resultTypes: ['violations'] })
    return answer.violations.map(
      (one) =>
        `${one.id} (${one.nodes
          .slice(0, 3)
          .map((node) => `${node.target.join(' ')} ${node.any[0]?.message ?? ''}`)
          .join(' | ')})`,
    )
  })
}

/** Something on every page: traffic both ways, a failure, a sender. @returns the id of a message that failed */
async function fillWithTraffic(world: World): Promise<string> {
  await subscribeToAll(world)
  await world.api('POST', '/accounts/1/senders', { sender: 'Trunkline' })
  await world.api('POST', '/rules/1/registrations', { sender: 'Trunkline', country: 'IE' })
  await world.api('POST', '/sms/3/messages', {
    messages: ['999100000001', '999100000900', '999100000909'].map((to) => ({
      sender: 'Trunkline',
      destinations: [{ to }],
      content: { text: `Hello ${to}` },
    })),
  })
  await eventually('the answer of the handset', () => firstOf('/messaging/1/inbound'))
  const failed = await eventually('the failure', () =>
    firstOf('/messaging/1/messages?status=UNDELIVERABLE'),
  )
  return failed.id

  async function firstOf(address: string): Promise<{ id: string } | undefined> {
    const answer = await world.api('GET', address)
    if (!answer.ok)
      throw new Error(`${address} was answered ${answer.status}: ${await answer.text()}`)
    return ((await answer.json()) as { results: { id: string }[] }).results[0]
  }
}

/** @returns the secret of an invitation, from the mail that went to the simulator's mailbox */
async function inviteSomebody(world: World): Promise<string> {
  const email = 'invited@example.org'
  await world.api('POST', '/accounts/1/invitations', { email, roleId: 'analyst' })
  const customer = { name: 'Kim', kind: 'CUSTOMER', person: 'NATURAL', declaredOfAge: true }
  const made = await world.api('POST', '/accounts/1/accounts', customer)
  const { key } = (await made.json()) as { key: string }
  await world.api('POST', '/accounts/1/proposals', {
    accountKey: key,
    kind: 'SUSPEND',
    reason: 'Looks like fraud.',
    evidence: 'Many cards within an hour.',
  })
  return eventually('the invitation', async () => {
    const [mail] = (await world.simulator.client.mails({ to: email })).results
    if (mail === undefined) return undefined
    const { text } = await world.simulator.client.mail(mail.mailId)
    return /#(\S+)/.exec(text)?.[1]
  })
}
