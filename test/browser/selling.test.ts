import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `selling in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
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
    beforeEach(() => {
      world.complaints.length = 0
      return async () => {
        await world.closePages()
        expect(world.complaints).toEqual([])
      }
    })
    const open = async (address: string) => {
      const page = await world.page()
      await page.goto(`${world.url}/portal${address}`)
      return page
    }
    const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
    const box = (page: Page, name: string) => page.getByRole('textbox', { name })
    const read = async <Answer>(address: string) =>
      (await (await world.api('GET', address)).json()) as Answer

    it('writes who sells, with a rate of its own and the keys of the payment provider', async () => {
      const page = await open('/invoices')
      await page.getByRole('link', { name: 'Seller settings' }).click()
      await page.getByText('Nobody has written these settings yet.').waitFor()
      await box(page, 'Legal name').fill('')
      await button(page, 'Add a rate').click()
      await button(page, 'Save').click()
      await page.getByText('A name is needed.').waitFor()
      await page.getByText('Rates of VAT need the country.').waitFor()
      await page.getByText('A day is needed.').waitFor()

      await box(page, 'Legal name').fill('Beispiel Netze GmbH')
      await box(page, 'Address').fill('Prüfstraße 5\n10115 Berlin')
      await box(page, 'Country').fill('de')
      await box(page, 'VAT ID').fill('DE123456788')
      await box(page, 'Number series begins with').fill('tl')
      await page.getByText(/TL-INV-\d{4}-000001/).waitFor()
      await box(page, 'Days to pay').fill('30')
      await box(page, 'Bank account').fill('Beispielbank\nDE00 0000 0000 0000 0000 00')
      await page.getByLabel('First day of rate 1').fill('2026-01-01')
      await box(page, 'Percent of rate 1').fill('19,5')
      await page.getByLabel('Stripe secret key').fill('sk_test_1234567890')
      await page.getByLabel('Signing secret of the Stripe webhook').fill('whsec_1234567890')
      await button(page, 'Save').click()
      await page.getByText('The settings are saved.').waitFor()
      await page.locator('[data-card-payments=on]').waitFor()
      expect(await read('/billing/1/seller')).toMatchObject({
        legalName: 'Beispiel Netze GmbH',
        address: ['Prüfstraße 5', '10115 Berlin'],
        country: 'DE',
        numberPrefix: 'TL',
        paymentDays: 30,
        vatRates: [{ validFrom: '2026-01-01', percent: '19.5' }],
        stripeConfigured: true,
        complete: true,
      })

      await button(page, 'Remove rate 1').click()
      await button(page, 'Remove the keys').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove the keys' }).click()
      await page.locator('[data-card-payments=off]').waitFor()
      expect(await read('/billing/1/seller')).toMatchObject({
        vatRates: [],
        stripeConfigured: false,
      })
    })

    it('enters a payment once, sees the receipt, and what of a payment no invoice has used', async () => {
      const page = await open('/payments')
      await page.getByRole('heading', { name: 'Choose a customer' }).waitFor()
      await page.getByRole('combobox', { name: 'Customer' }).click()
      await page.getByRole('option', { name: 'Kunde GmbH' }).click()
      await page.getByRole('heading', { name: 'No payments yet' }).waitFor()
      await button(page, 'Enter a payment').click()
      await button(page, 'Enter the payment').click()
      await page.getByText('An amount above zero is needed').waitFor()
      const pay = async (amount: string, reference: string) => {
        await box(page, 'Amount (EUR)').fill(amount)
        await box(page, 'Reference').fill(reference)
        await button(page, 'Enter the payment').click()
        const dialog = page.getByRole('dialog')
        await dialog.getByText(`Reference ${reference}.`).waitFor()
        await dialog.getByRole('button', { name: 'Enter the payment' }).click()
      }
      await pay('119,00', 'RF18-1')
      await page.getByText('A receipt was issued.').waitFor()
      await page.locator('[data-payment="RF18-1"]', { hasText: 'All used' }).waitFor()
      await pay('119', 'RF18-1')
      await page.getByText('A payment with this reference is entered already.').waitFor()

      await world.api('PUT', `/billing/1/terms/${customer}`, { prepaid: false, creditLimit: null })
      await pay('50', 'RF18-2')
      await page.locator('[data-payment="RF18-2"]').getByText('€50.00').nth(1).waitFor()
      expect(await page.locator('[data-payment]').count()).toBe(2)
    })

    it('compares an operator’s bill with the count, by hand and by file', async () => {
      const page = await open('/operator-bills?month=2026-10')
      await page.getByRole('heading', { name: 'No bill for this month' }).waitFor()
      await button(page, 'Enter the bill').click()
      const line = page.getByRole('group', { name: 'Line 1' })
      await line.getByLabel('Country').fill('de')
      await line.getByLabel('MCC-MNC').fill('26201')
      await line.getByLabel('Parts').fill('1.200')
      await line.getByLabel('Amount').fill('84,5')
      await button(page, 'Save and compare').click()
      await line.getByText('A whole number.').waitFor()
      await line.getByLabel('Parts').fill('1200')
      await button(page, 'Save and compare').click()
      const network = page.locator('[data-network="26201"]')
      await network.getByText('1,200 parts').waitFor()
      await network.getByText('more than counted').waitFor()

      await button(page, 'Enter it again').click()
      await page.getByText('From a file').click()
      await box(page, 'Lines of the bill').fill('country,network,parts,amount\nDE,26202,x,1')
      const store = async () => {
        await button(page, 'Save and compare').click()
        await page.getByRole('dialog').getByRole('button', { name: 'Replace the bill' }).click()
      }
      await store()
      await page.getByText('is not readable in lines 2').waitFor()
      await box(page, 'Lines of the bill').fill('country,network,parts,amount\nDE,26202,7,0.7')
      await store()
      await page.locator('[data-network="26202"]').getByText('7 parts').waitFor()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        button(page, 'Comparison as CSV').click(),
      ])
      expect(await readFile(await file.path(), 'utf8')).toMatch(/^DE,26202,7,0,0\.7,0,0\.7,/m)

      await page.getByRole('tab', { name: 'Margin' }).click()
      await page.getByText('Nothing was sold or bought on these days').waitFor()
    })

    it('makes a sending strategy, another one like it, and deletes the first', async () => {
      const page = await open('/applications')
      await page.getByRole('tab', { name: 'Sending strategies' }).click()
      await button(page, 'Make the strategy').click()
      await page.getByText('Choose at least one kind of sender').waitFor()
      await box(page, 'To country').fill('de')
      await page.locator('.mantine-MultiSelect-input').click()
      for (const kind of ['Short code', 'Name'])
        await page.getByRole('option', { name: kind, exact: true }).click()
      await page.keyboard.press('Escape')
      await button(page, 'Make the strategy').click()
      await page.locator('[data-strategy="SMS · DE"]', { hasText: 'Short code → Name' }).waitFor()
      await button(page, 'Begin another one like that for SMS · DE').click()
      await box(page, 'To country').fill('JP')
      await page.getByRole('switch', { name: 'Keep the sender' }).click()
      await button(page, 'Make the strategy').click()
      await page.locator('[data-strategy="SMS · JP"]', { hasText: 'Keep the sender' }).waitFor()
      await button(page, 'Delete the strategy for SMS · DE').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page.locator('[data-strategy="SMS · DE"]').waitFor({ state: 'detached' })
      expect(await page.locator('[data-strategy]').count()).toBe(1)
    })

    it('prices every kind of traffic in several rows and by file, finds them again, and renames the list', async () => {
      const made = await world.api('POST', '/billing/1/price-lists', {
        name: 'Retail',
        currency: 'EUR',
      })
      const page = await open(`/prices/${((await made.json()) as { id: number }).id}`)
      const row = (number: number) => page.getByRole('group', { name: `Line ${number}` })
      await row(1).getByLabel('Country').fill('us')
      await row(1).getByLabel('Sender').selectOption('Long number')
      await row(1).getByLabel('Channel').selectOption('SMS')
      await row(1).getByLabel('Price (EUR)').fill('0,01')
      await button(page, 'Another row').click()
      await row(2).getByLabel('Surcharge').fill('Pass-through fee')
      await row(2).getByLabel('Unit').selectOption('per message')
      await row(2).getByLabel('Price (EUR)').fill('0.004')
      await row(2).getByLabel('From (UTC)').fill('2099-01-01')
      await button(page, 'Add').click()
      await page.getByText('2 prices were added.').waitFor()
      const prices = page.locator('[data-price]')
      await prices.getByText('Pass-through fee · sender is a number · SMS').waitFor()
      await prices.getByText('planned').waitFor()

      await button(page, 'Add from CSV').click()
      const dialog = page.getByRole('dialog')
      const csv = dialog.getByRole('textbox')
      await csv.fill('country,direction,amount\nDE,MO,0.02\nXX,MT,1')
      await dialog.getByRole('button', { name: 'Check' }).click()
      await dialog.getByRole('alert').getByText('Line 3').waitFor()
      await csv.fill('country,direction,amount\nDE,MO,0.02\nDE,MT,0.07')
      await dialog.getByRole('button', { name: 'Check' }).click()
      await dialog.getByText('2 prices are in it').waitFor()
      await dialog.getByRole('button', { name: 'Add 2 prices' }).click()
      await dialog.waitFor({ state: 'detached' })
      await prices.nth(3).waitFor()

      const filter = page.getByRole('search')
      await filter.getByLabel('Country').fill('de')
      await prices.nth(2).waitFor({ state: 'detached' })
      await filter.getByLabel('Direction').selectOption('Received')
      await prices.nth(1).waitFor({ state: 'detached' })
      await prices.getByText('received').waitFor()
      await filter.getByLabel('What').selectOption('Surcharge')
      await page.getByRole('heading', { name: 'No price is for this traffic' }).waitFor()
      await button(page, 'Show all').click()
      await prices.nth(3).waitFor()

      await button(page, 'Rename').click()
      await dialog.getByRole('textbox', { name: 'Name' }).fill('Retail 2027')
      await dialog.getByRole('button', { name: 'Save' }).click()
      await page.getByRole('heading', { name: 'Retail 2027' }).waitFor()
    })
  },
)
