import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `money in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    let customer: string
    beforeAll(async () => {
      world = await startWorld(found.browser!)
      const made = await world.api('POST', '/accounts/1/accounts', {
        name: 'Kunde GmbH',
        kind: 'CUSTOMER',
        currency: 'EUR',
      })
      customer = ((await made.json()) as { key: string }).key
    })
    afterAll(() => world?.stop())

    it('a list is made, priced and assigned; a payment is entered; the customer sends and sees what it cost', async () => {
      const page = await world.page()
      await page.goto(`${world.url}/portal/prices`)
      await page.getByRole('tab', { name: 'Price lists' }).click()
      await page.getByRole('textbox', { name: 'Name' }).fill('Everyone')
      await page.getByRole('button', { name: 'Make it' }).click()
      await page.getByRole('link', { name: 'Everyone' }).click()

      const form = page.locator('[data-new-prices]')
      await form.getByRole('textbox', { name: 'Price (EUR)' }).fill('0.05x')
      await form.getByRole('button', { name: 'Add', exact: true }).click()
      await form.getByText('A number such as 0.05.').waitFor()
      await form.getByRole('textbox', { name: 'Price (EUR)' }).fill('0.05')
      await form.getByRole('button', { name: 'Add', exact: true }).click()
      await page.locator('[data-price]').getByText('€0.05 per part').waitFor()
      await form.getByRole('textbox', { name: 'Country' }).fill('de')
      await form.getByRole('textbox', { name: 'Price (EUR)' }).fill('0.09')
      await form.getByRole('button', { name: 'Add', exact: true }).click()
      await page.locator('[data-price]').nth(1).waitFor()
      await page.getByRole('textbox', { name: 'Number' }).fill('+49 151 23456789')
      await page.getByRole('button', { name: 'Show' }).click()
      await page.locator('[data-preview]').getByText('€0.09', { exact: true }).waitFor()

      await page.goto(`${world.url}/portal/prices`)
      await page.getByRole('tab', { name: 'Customers' }).click()
      await page.getByRole('button', { name: 'Terms of Kunde GmbH' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('combobox', { name: 'Buys by' }).click()
      await page.getByRole('option', { name: 'Everyone' }).click()
      await dialog.getByRole('button', { name: 'Assign' }).click()
      await dialog.getByText(/UTC: Everyone/).waitFor()
      await dialog.getByRole('textbox', { name: 'Amount' }).fill('1')
      await dialog.getByRole('textbox', { name: 'Reason' }).fill('Bank transfer')
      await dialog.getByRole('button', { name: 'Enter it' }).click()
      await dialog.getByText('€1.00').waitFor()

      const acting = { origin: world.url, 'Trunkline-Account': customer }
      const asCustomer = await world.page({ extraHTTPHeaders: { 'Trunkline-Account': customer } })
      await asCustomer.request.post(`${world.url}/accounts/1/senders`, {
        headers: acting,
        data: { sender: 'Kunde' },
      })
      const sent = await asCustomer.request.post(`${world.url}/sms/3/messages`, {
        headers: acting,
        data: {
          messages: [
            {
              sender: 'Kunde',
              destinations: [{ to: '999000100001' }, { to: '999000100002' }],
              content: { text: 'Hello' },
            },
          ],
        },
      })
      const { messages } = (await sent.json()) as { messages: { status: { id: number } }[] }
      expect(messages.map((one) => one.status.id)).toEqual([26, 26])
      await asCustomer.goto(`${world.url}/portal/balance`)
      await asCustomer.getByRole('heading', { name: 'Postings' }).waitFor()
      await asCustomer.locator('[data-posting=TOP_UP]').getByText('Bank transfer').waitFor()
      await asCustomer.locator('[data-posting=RESERVE]').first().waitFor()
      await asCustomer.getByText('€0.90').first().waitFor()
      await asCustomer.goto(`${world.url}/portal/usage`)
      await asCustomer.locator('main table').getByText('€0.10').first().waitFor()

      await page.goto(`${world.url}/portal/operator-bills`)
      await page.getByRole('tab', { name: 'Margin' }).click()
      const earned = page.locator('[data-margin]').first()
      await earned.getByText('2 parts').waitFor()
      expect(await earned.getByText('€0.10').count()).toBe(2)
      expect(world.complaints).toEqual([])
    })
  },
)
