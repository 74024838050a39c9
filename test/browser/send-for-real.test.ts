import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../compat/running.ts'
import { twilioApi } from '../support/sms-apis.ts'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

const found = await openBrowser()
const SID = 'AC00000000000000000000000000000009'
const TOKEN = 'the-token'

describe.skipIf(found.browser === null)(
  `sending for real in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
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

    it('leads from credentials to a text whose receipt came', async () => {
      const api = await twilioApi(SID, TOKEN)
      const page = await world.page()
      await page.goto(`${world.url}/portal/connections/send-for-real`)
      await page.getByText('Twilio', { exact: true }).click()
      await page.getByLabel('Address of the API').fill(api.url)
      await page.getByLabel('Account SID').fill(SID)
      await page.getByLabel('Auth token').fill('wrong')
      await page.getByRole('button', { name: 'Test and connect' }).click()
      await page
        .getByRole('alert')
        .getByText(/does not accept the credentials/)
        .waitFor()
      await page.getByLabel('Auth token').fill(TOKEN)
      await page.getByRole('button', { name: 'Test and connect' }).click()
      await page.getByText('All numbers go this way now.').waitFor()
      await page.getByLabel('Your phone number').fill('+49 151 70000001')
      await page.getByRole('button', { name: 'Send it' }).click()
      const asked = await eventually('the provider got it', () => api.messages[0])
      expect(asked.fields).toMatchObject({ To: '+4915170000001', Body: 'Hello from Trunkline' })
      await page.getByText('It is on its way').waitFor()
      const url: string = asked.fields.StatusCallback
      const fields = { MessageSid: api.idOf(asked), MessageStatus: 'delivered' }
      const told = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          ...api.signed(url, fields),
        },
        body: new URLSearchParams(fields).toString(),
      })
      expect(told.status).toBe(200)
      await page.getByText('It arrived: you are sending for real').waitFor()
      await api.close()
    })
  },
)
