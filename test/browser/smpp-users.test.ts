import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { status } from '../../src/protocols/smpp/index.ts'
import { bindAs } from '../support/esme.ts'
import { eventually } from '../support/running.ts'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `SMPP users in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    let smppPort = 0
    beforeAll(async () => {
      world = await startWorld(found.browser!)
      const access = await world.api('GET', '/smpp/1/access')
      smppPort = ((await access.json()) as { port: number }).port
    })
    afterAll(() => world?.stop())
    beforeEach(() => {
      world.complaints.length = 0
      return async () => {
        await world.closePages()
        expect(world.complaints).toEqual([])
      }
    })

    const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
    const password = async (page: Page) => (await page.locator('[data-secret]').textContent()) ?? ''

    it('makes one that binds at once, watches it, ends its bind, and renews its password', async () => {
      const page = await world.page()
      await page.goto(`${world.url}/portal/smpp-users`)
      await page.getByText('Nobody binds yet').waitFor()
      await page.locator('[data-access]', { hasText: String(smppPort) }).waitFor()
      await button(page, 'New SMPP user').first().click()
      const form = page.getByRole('dialog')
      await form.getByLabel('System ID').fill('my shop')
      await form.getByRole('button', { name: 'Make SMPP user' }).click()
      await form.getByText('3 to 15 visible ASCII characters').waitFor()
      await form.getByLabel('System ID').fill('my-shop')
      await form.getByLabel('Name', { exact: true }).fill('The shop')
      await form.getByRole('button', { name: 'Binds and rates' }).click()
      await form.getByLabel('Parts per second').fill('500')
      await form.getByRole('button', { name: 'Make SMPP user' }).click()
      const first = await password(page)
      expect(first).toMatch(/^\w{8}$/)
      await page.locator('[data-user=my-shop]', { hasText: '500 parts per second' }).waitFor()

      const esme = await bindAs(smppPort, { systemId: 'my-shop', password: first })
      expect((await esme.submit()).status).toBe(status.ESME_ROK)
      await page.locator('[data-user=my-shop]', { hasText: 'Bound' }).waitFor()
      const bind = page.locator('[data-bind=my-shop]', { hasText: 'Transceiver 3.4' })
      await bind.getByRole('button', { name: 'End' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'End' }).click()
      await eventually('the end of the bind', () => esme.closed ?? undefined)
      await bind.waitFor({ state: 'detached' })

      await button(page, 'New password for my-shop').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Make a new password' }).click()
      const second = await eventually('the new password', async () => {
        const shown = await password(page)
        return shown === first ? undefined : shown
      })
      await expect(bindAs(smppPort, { systemId: 'my-shop', password: first })).rejects.toThrow()
      const again = await bindAs(smppPort, { systemId: 'my-shop', password: second })
      again.session.close()

      await button(page, 'Delete my-shop').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByText('Nobody binds yet').waitFor()
    })
  },
)
