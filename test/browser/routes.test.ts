import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `routes in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(found.browser!)
      await world.api('POST', '/accounts/1/accounts', {
        name: 'Kunde GmbH',
        kind: 'CUSTOMER',
        currency: 'EUR',
      })
    })
    afterAll(() => world?.stop())

    it('a route for the codes of a customer is made, and the page tells why a message takes it, or not', async () => {
      const page = await world.page()
      await page.goto(`${world.url}/portal/routes`)
      await page.getByRole('button', { name: 'Add a route' }).click()
      const form = page.getByRole('dialog')
      await form.getByRole('textbox', { name: /^Name/ }).fill('Codes of Kunde')
      await form.getByRole('textbox', { name: 'Numbers that begin with' }).fill('+999')
      await form.getByRole('combobox', { name: 'Connection' }).click()
      await page.getByRole('option').first().click()
      await form.getByRole('button', { name: 'Only for some messages' }).click()
      await form.getByRole('combobox', { name: 'Accounts', exact: true }).click()
      await page.getByRole('option', { name: /Kunde GmbH/ }).click()
      await page.keyboard.press('Escape')
      await form.getByRole('combobox', { name: 'What messages are for' }).click()
      await page.getByRole('option', { name: 'Codes' }).click()
      await page.keyboard.press('Tab')
      await form.getByRole('button', { name: 'Add a time' }).click()
      await form.getByRole('button', { name: 'Remove time 1' }).click()
      await form.getByRole('button', { name: 'Save' }).click()
      const row = page.locator('[data-route="Codes of Kunde"]')
      await row.getByText('Kunde GmbH').waitFor()
      await row.getByText('Codes', { exact: true }).waitFor()

      await page.getByRole('link', { name: 'Why this route' }).first().click()
      await page.getByRole('textbox', { name: 'To' }).fill('999 100 000 100')
      await page.getByRole('button', { name: 'Show the way' }).click()
      await page.locator('[data-chosen="Simulator numbers"]').waitFor()
      expect(await verdicts()).toEqual({
        'Simulator numbers': 'CHOSEN',
        Simulator: 'NOT_NEEDED',
        'Codes of Kunde': 'OTHER_ACCOUNT',
      })

      await page.getByRole('combobox', { name: 'Account' }).click()
      await page.getByRole('option', { name: /Kunde GmbH/ }).click()
      await page.getByRole('combobox', { name: 'What it is for' }).click()
      await page.getByRole('option', { name: 'Codes' }).click()
      await page.getByRole('button', { name: 'Show the way' }).click()
      await page.locator('[data-chosen="Codes of Kunde"]').waitFor()
      expect(await verdicts()).toEqual({
        'Codes of Kunde': 'CHOSEN',
        'Simulator numbers': 'NOT_NEEDED',
        Simulator: 'NOT_NEEDED',
      })
      expect(world.complaints).toEqual([])

      async function verdicts() {
        return Object.fromEntries(
          await page
            .locator('[data-considered]')
            .evaluateAll((rows) =>
              rows.map((one) => [
                one.getAttribute('data-considered'),
                one.querySelector('[data-verdict]')!.getAttribute('data-verdict'),
              ]),
            ),
        ) as Record<string, string>
      }
    })
  },
)
