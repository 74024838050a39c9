import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '../compat/running.ts'
import { openBrowser } from './browser.ts'
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
  { name: 'connections', address: '/connections', ready: '[data-connection]' },
  { name: 'a new connection', address: '/connections/new', ready: 'main form', open: openSections },
  { name: 'a connection', address: '/connections/1', ready: 'main table' },
  { name: 'routes', address: '/routes?explain=999100000001', ready: '[data-chosen]' },
  { name: 'handsets', address: '/handsets?number=999100000001', ready: '[data-direction]' },
  { name: 'number endings', address: '/handsets?tab=endings', ready: '[data-ending]' },
  { name: 'the simulated operator', address: '/handsets?tab=operator', ready: 'main section' },
  { name: 'webhooks', address: '/webhooks', ready: 'main form' },
  { name: 'profile', address: '/profile', ready: 'main form' },
  {
    name: 'help',
    address: '/profile',
    ready: 'main form',
    open: (page) => page.keyboard.press('?'),
  },
  { name: 'no such page', address: '/nowhere', ready: 'main h1' },
]

async function openOptions(page: Page): Promise<void> {
  await openSections(page)
  // Each that is switched on may bring another one.
  const off = page.locator('.mantine-Accordion-panel input[role=switch]:not(:checked)')
  while ((await off.count()) > 0) await off.first().check()
}
async function openCalendar(page: Page): Promise<void> {
  await openOptions(page)
  await page.locator('[data-field=sendAt] .mantine-DateTimePicker-input').click()
  await page.getByRole('table').waitFor()
}
/** The draft of the page before may have opened some already. */
async function openSections(page: Page): Promise<void> {
  const closed = page.locator('.mantine-Accordion-control[aria-expanded=false]')
  while ((await closed.count()) > 0) await closed.first().click()
}

describe.skipIf(found.browser === null)(
  `axe finds nothing wrong${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    let failed = ''
    beforeAll(async () => {
      world = await startWorld(found.browser!)
      failed = await fillWithTraffic(world)
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
          await page.goto(`${world.url}/portal${place.address.replace(':failed', failed)}`)
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
  await world.api('POST', '/accounts/1/senders', { sender: 'Trunkline' })
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
