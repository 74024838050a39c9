import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `invoices in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
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
      await world.api('PUT', '/billing/1/seller', {
        legalName: 'Beispiel Netze GmbH',
        address: ['Prüfstraße 5', '10115 Berlin'],
        country: 'DE',
        numberPrefix: 'TL',
      })
    })
    afterAll(() => world?.stop())

    it('a profile is written, a top-up paid and receipted; the seller credits it again', async () => {
      const page = await world.page({ extraHTTPHeaders: { 'Trunkline-Account': customer } })
      await page.goto(`${world.url}/portal/invoices`)
      await page.getByRole('heading', { name: 'No invoices yet' }).waitFor()
      await page.getByRole('link', { name: 'Billing profile' }).click()
      await page.getByRole('textbox', { name: 'Legal name' }).fill('株式会社テスト')
      await page.getByRole('textbox', { name: 'Country' }).fill('de')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The profile is saved.').waitFor()

      await page.goto(`${world.url}/portal/invoices`)
      await page.getByRole('button', { name: 'Top up' }).click()
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('textbox', { name: 'Amount for the balance' }).fill('0')
      await dialog.getByText('An amount above zero is needed').waitFor()
      await dialog.getByRole('textbox', { name: 'Amount for the balance' }).fill('100')
      await dialog.getByRole('button', { name: 'Continue to payment' }).click()
      await page.getByRole('heading', { name: 'Simulated card' }).waitFor()
      await page.getByText('€119.00, €19.00 of it VAT').waitFor()
      await page.getByRole('button', { name: 'Pay with the simulated card' }).click()
      await page.locator('[data-state=PAID]').waitFor()
      await page.getByRole('link', { name: 'Receipt' }).click()
      await page.getByRole('heading', { name: /^TL-INV-\d{4}-000001$/ }).waitFor()
      await page.getByText('Beispiel Netze GmbH').first().waitFor()

      const pdf = await page.getByRole('link', { name: 'PDF' }).getAttribute('href')
      const file = await page.request.get(world.url + pdf!, {
        headers: { 'Trunkline-Account': customer },
      })
      expect(file.headers()['content-type']).toBe('application/pdf')

      // A receipt has no messages behind it.
      expect(await page.getByRole('link', { name: 'Messages of this invoice (CSV)' }).count()).toBe(
        0,
      )

      // Whoever acts in the account gets its file too, which a link alone could not ask for.
      const guest = await world.page()
      await guest.goto(`${world.url}/portal/overview`)
      await guest.evaluate((key) => sessionStorage.setItem('trunkline-account', key), customer)
      await guest.goto(page.url())
      const [kept] = await Promise.all([
        guest.waitForEvent('download'),
        guest.getByRole('button', { name: 'PDF' }).click(),
      ])
      expect(kept.suggestedFilename()).toMatch(/^TL-INV-\d{4}-000001\.pdf$/)

      const seller = await world.page()
      await seller.goto(`${world.url}/portal/invoices`)
      await seller.getByText('Customers’').click()
      await seller.getByRole('link', { name: /^TL-INV-/ }).click()
      await seller.getByRole('button', { name: 'Credit note' }).click()
      await seller.getByRole('textbox', { name: 'Reason' }).fill('Changed their mind')
      await seller.getByRole('dialog').getByRole('button', { name: 'Credit note' }).click()
      await seller.getByText(/^TL-CN-\d{4}-000001 is issued\.$/).waitFor()

      await page.goto(`${world.url}/portal/invoices`)
      await page.getByRole('link', { name: /^TL-CN-/ }).waitFor()
      expect(world.complaints).toEqual([])
    })
  },
)
