import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 45_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `the live view${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(found.browser!)
    })
    afterAll(() => world?.stop())
    beforeEach(() => {
      world.complaints.length = 0
      return async () => {
        await world.closePages()
        expect(world.complaints).toEqual([])
      }
    })
    const send = (to: string) =>
      world.api('POST', '/sms/3/messages', {
        messages: [{ sender: 'Trunkline', destinations: [{ to }], content: { text: 'Hello' } }],
      })

    it('follows traffic by itself, stands still when asked to, and leads to the connection', async () => {
      const page = await world.page()
      await page.goto(`${world.url}/portal/live`)
      const connection = page.locator('[data-live=Simulator]')
      await connection.locator('[data-bind=BOUND]').nth(1).waitFor()
      await connection.getByText('None ended in that time.').waitFor()
      await send('999100000001')
      await connection.locator('[data-outcome]', { hasText: 'Delivered' }).waitFor()
      await connection.locator('[data-rate="Parts taken"]', { hasText: '1 in a minute' }).waitFor()
      await page.locator('[data-engine]', { hasText: '1 in a minute' }).waitFor()

      await page.getByRole('button', { name: 'Hold still' }).click()
      const asked: string[] = []
      page.on('request', (request) => asked.push(new URL(request.url()).pathname))
      await send('999100000002')
      await page.getByRole('button', { name: 'Hold still', pressed: true }).focus()
      expect(await connection.getByText('2 in a minute').count()).toBe(0)
      await page.keyboard.press('Enter')
      await connection.locator('[data-rate="Parts taken"]', { hasText: '2 in a minute' }).waitFor()
      expect(asked).toContain('/operate/1/live')

      await connection.getByRole('link', { name: 'Simulator' }).click()
      await page.getByRole('heading', { name: 'Simulator' }).waitFor()
    })

    it('sends the reports of an hour again', async () => {
      await world.api('PUT', '/messaging/1/webhooks', {
        deliveryUrl: `${world.url}/nowhere`,
        inboundUrl: null,
      })
      await send('999100000004')
      const page = await world.page()
      await page.goto(`${world.url}/portal/webhooks?tab=deliveries`)
      await page.locator('[data-entry]', { hasText: '/nowhere' }).first().waitFor()
      await page.getByRole('button', { name: 'Reports again' }).click()
      const form = page.getByRole('dialog')
      await form.getByLabel('To this number only').fill('+999 1000 00004')
      await form.getByRole('button', { name: 'Send again' }).click()
      await page.getByText(/^1 report is on its way/).waitFor()
    })

    it('finds a message by its number over all accounts, and shows what it lived', async () => {
      await send('999100000003')
      const page = await world.page()
      await page.goto(`${world.url}/portal/find`)
      await page.locator('[data-parked]', { hasText: 'There are none.' }).waitFor()
      await page.getByRole('combobox', { name: 'Look for' }).click()
      await page.getByRole('option', { name: 'Number' }).click()
      await page.getByRole('textbox', { name: 'Number' }).fill('+999 1000 00003')
      await page.keyboard.press('Enter')
      const found = page.locator('[data-found]', { hasText: '999100000003' })
      await found.getByRole('link').click()
      const drawer = page.getByRole('dialog')
      await drawer.getByText('stands in the audit trails').waitFor()
      await drawer.getByText('Handed to the operator').waitFor()
      await drawer.getByText('operator’s id').first().waitFor()
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'detached' })
      await page.getByRole('textbox', { name: 'Number' }).fill('999100000999')
      await page.keyboard.press('Enter')
      await page.getByText('No such message').waitFor()
    })
  },
)
