import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../compat/running.ts'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(found.browser === null)(
  `sending rules in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
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
      await page.getByRole('combobox', { name: label }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    const read = async <Body>(address: string) =>
      (await (await world.api('GET', address)).json()) as Body

    it('says what messages are for, how many are too many, and what STOP ends', async () => {
      const page = await open('/sending-rules')
      await choose(page, 'Messages are for', 'Marketing')
      await page.getByLabel('With the same text').fill('3')
      await page.getByLabel('Same text again, seconds').fill('30')
      await choose(page, 'STOP ends', 'All messages of the account')
      await button(page, 'Save').click()
      await page.getByText('Saved').waitFor()
      expect(await read('/rules/1/settings')).toMatchObject({
        own: {
          contentClass: 'MARKETING',
          flooding: { variedMax: null, identicalMax: 3, minutes: null },
          duplicateSeconds: 30,
          keywordsOn: true,
          optOutScope: 'ACCOUNT',
        },
      })
    })

    it('asks for a sender to be registered, and decides about it', async () => {
      const page = await open('/sending-rules?tab=registrations')
      await page.getByText('No registrations yet').waitFor()
      await page.getByRole('textbox', { name: 'Sender' }).fill('+1 212 555 0199')
      await choose(page, 'Country', 'United States')
      await button(page, 'Ask for registration').click()
      // The country wants to know more.
      await page.getByText('details.brandId').waitFor()
      await page.getByLabel('Brand in The Campaign Registry').fill('B1')
      await page.getByLabel('Campaign in The Campaign Registry').fill('C1')
      await button(page, 'Ask for registration').click()
      await page.locator('[data-registration="12125550199 US"]', { hasText: 'Asked for' }).waitFor()
      await page.getByRole('tab', { name: 'Requests' }).click()
      const request = page.locator('[data-request="12125550199 US"]')
      await request.getByLabel(/^Answer to/).fill('Welcome.')
      await button(page, 'Approve 12125550199 for United States').click()
      await page.getByText('12125550199 is registered for United States.').waitFor()
      await page.getByText('Nothing here').waitFor()
      await page.getByRole('tab', { name: 'Registrations' }).click()
      const registration = page.locator('[data-registration="12125550199 US"]')
      await registration.getByText('Registered', { exact: true }).waitFor()
      await registration.getByText('Answer: Welcome.').waitFor()
      await button(page, 'Withdraw 12125550199 for United States').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
      await page.getByText('No registrations yet').waitFor()
    })

    it('shows what a country asks with its source, and says what holds here instead', async () => {
      const page = await open('/sending-rules?tab=countries')
      await page.getByLabel('Find a country').fill('fran')
      const france = page.locator('[data-country=FR]')
      await button(page, 'Show the rules of France').click()
      await france.getByText('Marketing: Mon-Sat 08:00-22:00. Not on public holidays.').waitFor()
      expect(await france.getByRole('link').first().getAttribute('href')).toMatch(/^https:/)
      await button(page, 'Change the rules of France').click()
      await page.getByLabel('When marketing may go out').fill('at noon')
      await button(page, 'Save').click()
      await page.getByText('Say why.').waitFor()
      await page.getByLabel('Why, and where it comes from').fill('Agreed with the operator.')
      await button(page, 'Save').click()
      await page.getByText('rule.opening').waitFor()
      await page.getByLabel('When marketing may go out').fill('MO-FR 09:00-20:00')
      await button(page, 'Save').click()
      await france.getByText('Changed here').waitFor()
      await france.getByText('Agreed with the operator.').waitFor()
      await button(page, 'Change the rules of France').click()
      await button(page, 'As the files have it').click()
      await eventually('the files’ word', async () =>
        (await france.getByText('Changed here').count()) === 0 ? true : undefined,
      )
      await choose(page, 'National rules bind', 'What goes to the simulator too')
      await eventually('the enforcement saved', async () =>
        JSON.stringify(await read('/rules/1/enforcement')).includes('ALL_ROUTES')
          ? true
          : undefined,
      )
    })

    it('adds a word and an answer of its own', async () => {
      const page = await open('/sending-rules?tab=keywords')
      await page.getByLabel('New word').fill('Schluss')
      await button(page, 'Add word').click()
      await page.locator('[data-keyword=schluss]').waitFor()
      await page
        .locator('[data-answer=STOP]')
        .getByLabel('Text')
        .fill('Nothing more from {sender}.')
      await button(page, 'Save answer to: No more').click()
      await eventually('the answer', async () => {
        const state = await read<{ answers: { text: string }[] }>('/rules/1/keywords')
        return state.answers[0]?.text === 'Nothing more from {sender}.' ? true : undefined
      })
      await button(page, 'Remove schluss').click()
      await eventually('the word gone', async () =>
        (await page.locator('[data-keyword]').count()) === 0 ? true : undefined,
      )
    })

    it('says what a sender is for', async () => {
      await world.api('POST', '/accounts/1/senders', { sender: 'Shop' })
      const page = await open('/senders')
      await choose(page, 'What messages from Shop are for', 'One-time codes')
      await eventually('its class', async () => {
        const { results } = await read<{ results: object[] }>('/rules/1/senders')
        return results.length === 1 ? true : undefined
      })
      expect(await read('/rules/1/senders')).toMatchObject({
        results: [{ sender: 'Shop', contentClass: 'OTP' }],
      })
    })
  },
)
