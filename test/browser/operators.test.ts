import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { connectOverHttp } from './opening.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `Operators in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
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

    it('takes a link and a whole connection out of use and back', async () => {
      const page = await world.page()
      await page.goto(`${world.url}/portal/connections/1`)
      const bind = page.locator('[data-bind]').first()
      await bind.getByRole('button', { name: 'Take out of use: link 1' }).click()
      await page.locator('[data-bind=DRAINED]').first().waitFor()
      await bind.getByRole('button', { name: 'Back into use: link 1' }).click()
      await page.locator('[data-bind=BOUND]').first().waitFor()

      await page.getByRole('button', { name: 'Take out of use', exact: true }).click()
      const asked = page.getByRole('dialog')
      await asked.getByText('Messages take another route, or wait.').waitFor()
      await asked.getByRole('button', { name: 'Take out of use' }).click()
      await page.locator('main [data-state=DRAINED]').waitFor()
      await page.getByRole('button', { name: 'Back into use', exact: true }).click()
      await page.locator('main [data-state=CONNECTED]').waitFor()
    })

    it('edits an API told by templates, and renews where it calls us', async () => {
      const id = await connectOverHttp(world)
      const page = await world.page()
      await page.goto(`${world.url}/portal/connections/${id}`)
      const form = page.locator('[data-http=GENERIC]')
      await form.getByLabel('What codes mean').fill('busy = SOMETHING')
      await form.getByRole('button', { name: 'Save' }).click()
      await form.getByText('http.generic.errors').first().waitFor()
      await form
        .getByLabel('What codes mean')
        .fill('busy = CONGESTION\nHTTP 409 = PERMANENT SENDER')
      await form.getByLabel('Headers').fill('authorization: Bearer {{secret}}')
      await form.getByLabel('API key, token or secret').fill('another')
      await form.getByRole('button', { name: 'Save' }).click()
      await page.getByText('By templates was saved.').waitFor()
      const stored = await world.api('GET', `/operators/1/connections/${id}`)
      expect(await stored.json()).toMatchObject({
        http: {
          generic: {
            headers: [{ name: 'authorization', value: 'Bearer {{secret}}' }],
            errors: [
              { code: 'busy', meaning: 'CONGESTION' },
              { code: 'HTTP 409', meaning: 'PERMANENT', reason: 'SENDER' },
            ],
          },
        },
      })

      const callback = page.locator('[data-callback]')
      await callback.getByRole('button', { name: 'Show' }).click()
      const before = await callback.locator('pre').textContent()
      expect(before).toContain('/operators/1/callbacks/')
      await callback.getByRole('button', { name: 'Make a new one' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Make a new one' }).click()
      await page.getByText('There is a new callback address.').waitFor()
      expect(await callback.locator('pre').textContent()).not.toBe(before)
    })

    it('takes over the habits of a vendor, changed in one', async () => {
      const made = await world.api('POST', '/operators/1/connections', {
        name: 'By habit',
        kind: 'SMPP_CLIENT',
        host: '127.0.0.1',
        port: 1,
        systemId: 'us',
        password: 'secret',
        enabled: false,
      })
      const { id } = (await made.json()) as { id: number }
      const page = await world.page()
      await page.goto(`${world.url}/portal/connections/${id}`)
      await page.getByRole('button', { name: 'The vendor’s habits' }).click()
      await page.getByRole('combobox', { name: 'Vendor' }).click()
      await page.getByRole('option', { name: 'Vibes' }).click()
      const recipients = page.getByRole('group', { name: 'Recipients' })
      await recipients.getByLabel('TON').fill('2')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('By habit was saved.').waitFor()
      const stored = await world.api('GET', `/operators/1/connections/${id}`)
      expect(await stored.json()).toMatchObject({
        vendor: 'VIBES',
        encoding: { defaultAlphabet: 'ASCII' },
        dialect: { recipient: { ton: 2, npi: 0 }, validity: 'NONE' },
      })
    })

    it('lists an alarm that the settings ask for', async () => {
      const page = await world.page()
      await page.goto(`${world.url}/portal/alarms`)
      await page.getByText('No alarm so far').waitFor()
      await page.getByRole('tab', { name: 'Settings' }).click()
      const seconds = page.getByLabel('Seconds without a link')
      await seconds.fill('')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('Fill this in.').waitFor()
      await seconds.fill('10')
      await page.getByLabel('Webhook').fill('nowhere')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.locator('[aria-invalid=true]').waitFor()
      await page.getByLabel('Webhook').fill('')
      await page.getByRole('button', { name: 'Save' }).click()
      await page.getByText('The alarm settings are saved.').waitFor()

      await world.api('POST', '/operators/1/connections', {
        name: 'Nobody there',
        kind: 'SMPP_CLIENT',
        host: '127.0.0.1',
        port: 1,
        systemId: 'us',
        password: 'secret',
      })
      await page.getByRole('tab', { name: 'Alarms' }).click()
      const alarm = page.locator('[data-alarm=DOWN]', { hasText: 'Nobody there' })
      await alarm.getByText('Goes on').waitFor({ timeout: 60_000 })
    })
  },
)
