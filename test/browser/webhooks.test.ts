import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, describe, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `webhooks in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    let page: Page
    beforeAll(async () => {
      world = await startWorld(found.browser!)
      page = await world.page()
      await page.goto(`${world.url}/portal/webhooks`)
    })
    afterAll(() => world?.stop())

    const tab = (name: string) => page.getByRole('tab', { name }).click()
    const button = (name: string | RegExp) => page.getByRole('button', { name }).first()
    const dialog = () => page.getByRole('dialog')
    const fill = (label: string, text: string) => dialog().getByLabel(label).first().fill(text)
    const choose = async (label: string, option: string) => {
      await dialog().getByLabel(label).first().click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    const save = async () => {
      await dialog().getByRole('button', { name: 'Save' }).click()
      await dialog().waitFor({ state: 'hidden' })
    }

    it('leads a newcomer without a server from a catcher to a signed report', async () => {
      await tab('Catchers')
      await page.getByText('No catchers').waitFor()
      await button('New catcher').click()
      const address = (await page.locator('[data-entry]').getAttribute('data-entry'))!
      expect(address.startsWith(`${world.url}/subscriptions/1/caught/`)).toBe(true)

      await tab('Security')
      await button('New security setting').click()
      await fill('ID', 'signed')
      await fill('Secret key', 'shared secret')
      await save()
      await page.locator('[data-entry=signed]').getByText('HMAC_SHA_256').waitFor()

      await tab('Profiles')
      await button('New profile').click()
      await fill('ID', 'my-server')
      await fill('Address', 'http://10.0.0.1/')
      await dialog().getByRole('button', { name: 'Save' }).click()
      await dialog().getByText('the address lies in a private network').waitFor()
      await fill('Address', address)
      await choose('Security', 'signed')
      await save()
      await page.locator('[data-entry=my-server]').getByText('Works').waitFor()

      await button('Try my-server').click()
      await dialog().getByRole('button', { name: 'Send' }).click()
      await dialog().getByText('Your server took it').waitFor()
      await dialog().getByText('x-hub-signature is the HMAC_SHA_256').waitFor()
      await page.keyboard.press('Escape')

      await tab('Subscriptions')
      await button('New subscription').click()
      await fill('ID', 'all-of-it')
      await choose('Profile', 'my-server')
      await save()
      await page.locator('[data-entry=all-of-it]').getByText('DELIVERY').waitFor()
      await button('Change all-of-it').click()
      await fill('Only these senders or numbers', 'Trunkline')
      await page.keyboard.press('Enter')
      await save()
      await page.locator('[data-entry=all-of-it]').getByText('Trunkline').waitFor()

      await world.api('POST', '/sms/3/messages', {
        messages: [
          {
            sender: 'Trunkline',
            destinations: [{ to: '999000000001' }],
            content: { text: 'hello' },
          },
        ],
      })
      await tab('Catchers')
      await page.locator('[data-caught]').getByText('"to":"999000000001"').waitFor()
      expect(await page.locator('[data-caught]').first().textContent()).toMatch(
        /x-hub-signature: sha256=[0-9a-f]{64}/,
      )
    })

    it('shows what was delivered, and sends it again', async () => {
      await page.goto(`${world.url}/portal/webhooks?tab=deliveries`)
      const entry = page.locator('[data-entry]').filter({ hasText: 'SMS DELIVERY' }).first()
      await entry.getByText('200', { exact: true }).waitFor()
      await entry.getByRole('button', { name: /^Send again to/ }).click()
      await page.getByText('1 event is on its way again.').waitFor()
    })

    it('pauses and resumes, and refuses to delete what is used', async () => {
      await page.goto(`${world.url}/portal/webhooks?tab=profiles`)
      await button('Pause my-server').click()
      await page.locator('[data-entry=my-server]').getByText('Paused').waitFor()
      await button('Resume my-server').click()
      await page.locator('[data-entry=my-server]').getByText('Works').waitFor()
      await button('Delete my-server?').click()
      await dialog().getByRole('button', { name: 'Delete' }).click()
      await page.getByText('A subscription uses this profile.').waitFor()
      expect(world.complaints).toEqual([])
    })
  },
)
