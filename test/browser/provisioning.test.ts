import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../compat/running.ts'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()
const NUMBER = '999100000777'

describe.skipIf(found.browser === null)(
  `applications, blocklist and figures in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
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
    const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
    const choose = async (page: Page, label: string, option: string) => {
      await page.getByRole('combobox', { name: label, exact: true }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    const send = async (to: string, platform: object = {}) => {
      const answer = await world.api('POST', '/sms/3/messages', {
        messages: [
          {
            sender: 'Shop',
            destinations: [{ to }],
            content: { text: 'hello' },
            options: { platform },
          },
        ],
      })
      const { messages } = (await answer.json()) as { messages: { status: { id: number } }[] }
      return messages[0]!.status.id
    }

    it('makes an application and an entity, and gives them a number', async () => {
      const page = await open('/applications')
      await page.getByLabel('New application ID').fill('shop')
      await page.getByLabel('Name', { exact: true }).fill('Web shop')
      await button(page, 'Make application').click()
      await page.locator('[data-named=shop]', { hasText: 'Web shop' }).waitFor()
      await button(page, 'Rename shop').click()
      await page.getByLabel('Name of shop').fill('Shop on the web')
      await button(page, 'Save').click()
      await page.locator('[data-named=shop]', { hasText: 'Shop on the web' }).waitFor()
      await page.getByRole('tab', { name: 'Entities' }).click()
      await page.getByLabel('New entity ID').fill('north')
      await button(page, 'Make entity').click()
      await page.locator('[data-named=north]').waitFor()
      await page.getByRole('tab', { name: 'Associations' }).click()
      await page.getByLabel('Number or name').fill('+49 170 0000055')
      await choose(page, 'Application', 'shop')
      await choose(page, 'Entity', 'north')
      await button(page, 'Associate').click()
      await page.locator('[data-association="491700000055"]', { hasText: 'shop · north' }).waitFor()
      await page.getByRole('tab', { name: 'Applications' }).click()
      await button(page, 'Delete shop').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByText('in use by 1 associations').waitFor()
      await page.locator('[data-named=shop]').waitFor()
    })

    it('bars numbers that are pasted, and takes one off again', async () => {
      const page = await open('/blocklist')
      await page.getByText('Nobody is on the blocklist').waitFor()
      await page.getByLabel('Numbers').fill(`number,name\n+${NUMBER},Ann\n999100000778,Bob`)
      await page.getByText('2 numbers; 4 other cells').waitFor()
      await button(page, 'Add').click()
      await page.locator(`[data-blocked="${NUMBER}"]`).waitFor()
      expect(await send(NUMBER)).toBe(14)
      await page.getByRole('search').getByLabel('Number', { exact: true }).fill(NUMBER)
      await page.locator('[data-blocked="999100000778"]').waitFor({ state: 'detached' })
      await button(page, `Take ${NUMBER} off the blocklist`).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Take off' }).click()
      await page.getByText('Nothing found').waitFor()
      expect(await send(NUMBER)).toBe(26)
    })

    it('shows figures as tiles, tables and files', async () => {
      for (let n = 0; n < 3; n++) await send('999100000001', { applicationId: 'shop' })
      await eventually('the figures are there', async () => {
        const answer = await world.api('GET', '/metrics/1/series?by=APPLICATION&applicationId=shop')
        const { totals } = (await answer.json()) as { totals: { delivered: number } }
        return totals.delivered === 3 ? true : undefined
      })
      const page = await open('/figures')
      await page.locator('[data-figure=sent]').waitFor()
      await choose(page, 'Compare by', 'Application')
      await page.locator('[data-group=shop]', { hasText: '100%' }).waitFor()
      await button(page, 'As a table').click()
      await page.locator('table').nth(1).waitFor()
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        button(page, 'CSV').last().click(),
      ])
      expect(file.suggestedFilename()).toBe('figures-application.csv')
      const text = await readFile(await file.path(), 'utf8')
      expect(text).toMatch(/^key,name,sent,parts,delivered,/)
      expect(text).toMatch(/^shop,,3,3,3,0,0,0,0,0,/m)
      await choose(page, 'Period', '7 days')
      await page.locator('[data-group=shop]').waitFor()
    })

    it('finds messages by application', async () => {
      const page = await open('/messages?applicationId=shop')
      await page.locator('.message-row[data-status]').first().waitFor()
      expect(await page.locator('.message-row[data-status]').count()).toBe(3)
      await page.goto(`${world.url}/portal/messages?applicationId=none`)
      await page.locator('.tabler-icon-message-off').waitFor()
    })
  },
)
