import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `the audit trail in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
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

    const open = async (address: string): Promise<Page> => {
      const page = await world.page()
      await page.goto(`${world.url}/portal${address}`)
      return page
    }
    const makeKey = async (name: string) => {
      const body = { name, permissions: ['PUBLIC_API'], scopeGuids: ['sms:manage'] }
      expect((await world.api('POST', '/settings/2/api-keys', body)).status).toBe(200)
    }

    it('tells who did what, finds it, and shows what is known of it', async () => {
      await makeKey('One')
      const page = await open('/audit')
      const row = page.locator('[data-audit]', { hasText: 'Made an API key' })
      await row.first().waitFor()
      await page.locator('[data-audit]', { hasText: 'Logged in' }).first().waitFor()
      await page.getByRole('combobox', { name: 'Action' }).click()
      await page.getByRole('option', { name: 'Made an API key', exact: true }).click()
      await page.locator('[data-audit]', { hasText: 'Logged in' }).first().waitFor({ state: 'detached' }) // prettier-ignore
      expect(new URL(page.url()).searchParams.get('action')).toBe('create-api-key')
      await row.first().getByRole('button').click()
      const details = page.locator('[data-entry]')
      await details.getByText('name, permissions, scopeGuids').waitFor()
      await details.getByText('127.0.0.1').waitFor()
      await details.getByText(/^[0-9a-f]{64}$/).waitFor()
      await page.keyboard.press('Escape')
      await details.waitFor({ state: 'detached' })
    })

    it('verifies the chain, and exports it', async () => {
      await makeKey('Two')
      const page = await open('/audit')
      await page.getByRole('button', { name: 'Verify' }).click()
      await page.locator('[data-verified=whole]').waitFor()
      await page.getByRole('button', { name: 'Export' }).click()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: 'As a table (CSV)' }).click(),
      ])
      expect(file.suggestedFilename()).toBe('audit-log.csv')
    })

    it('says that nothing was found, and leads back', async () => {
      const page = await open('/audit?action=reset-owner')
      await page.getByRole('heading', { name: 'Nothing like that was done' }).waitFor()
      await page.getByRole('button', { name: 'Show everything' }).click()
      await page.locator('[data-audit]').first().waitFor()
    })
  },
)
