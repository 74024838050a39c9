import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { spawnSimulator } from '../../src/simulator/spawned-simulator.ts'
import { openBrowser } from './browser.ts'
import { OWNER, startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()
const HANDSET = '999100000001'

describe.skipIf(found.browser === null)(
  `the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
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

    const open = async (address: string, page?: Page) => {
      const used = page ?? (await world.page())
      await used.goto(`${world.url}/portal${address}`)
      return used
    }
    const field = (page: Page, label: string | RegExp) => page.getByLabel(label).first()
    const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })

    /** Fills in the composer and sends. @returns on the page with the result */
    const send = async (page: Page, to: string, text: string) => {
      await open('/compose', page)
      await field(page, /^Sender/).fill('Trunkline')
      await page.getByRole('textbox', { name: 'Recipients' }).fill(to)
      await field(page, /^Text/).fill(text)
      await button(page, 'Send').click()
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^Send \d+ message/ })
        .click()
      await page.getByRole('heading', { name: 'Your request' }).waitFor()
    }

    it('asks who you are, says when that is wrong, and leads back to where you wanted to go', async () => {
      const page = await (await world.context()).newPage()
      await open('/messages?status=DELIVERED', page)
      await page.getByRole('heading', { name: 'Log in' }).waitFor()
      await button(page, 'Log in').click()
      await page.getByText('Enter your password.').waitFor()
      await field(page, /^E-mail/).fill(OWNER.email)
      await page.locator('input[name=password]').fill('wrong')
      await button(page, 'Log in').click()
      await page.getByRole('alert').getByText('E-mail or password is wrong').waitFor()
      await page.locator('input[name=password]').fill(OWNER.password)
      await button(page, 'Show or hide the password').click()
      expect(await page.locator('input[name=password]').getAttribute('type')).toBe('text')
      await button(page, 'Log in').click()
      await page.getByRole('heading', { name: 'Messages', exact: true }).waitFor()
      expect(new URL(page.url()).search).toBe('?status=DELIVERED')
    })

    it('never leads to another site after logging in', async () => {
      const page = await (await world.context()).newPage()
      await open('/login?next=//evil.example/x', page)
      await field(page, /^E-mail/).fill(OWNER.email)
      await page.locator('input[name=password]').fill(OWNER.password)
      await button(page, 'Log in').click()
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
      expect(page.url()).toBe(`${world.url}/portal/`)
    })

    it('takes a text from the composer to the handset, and the answer back, live', async () => {
      const page = await world.page()
      await open('/compose', page)
      await page.getByRole('button', { name: /Use the simulated handset/ }).click()
      expect(await page.getByRole('textbox', { name: 'Recipients' }).inputValue()).toBe(HANDSET)
      await field(page, /^Sender/).fill('Trunkline')
      await field(page, /^Text/).fill('Parcel “4711”')
      await page.locator('[data-encoding=ucs2]').waitFor()
      await button(page, 'Replace by plain characters').click()
      await page.locator('[data-encoding=gsm7]').waitFor()
      await button(page, 'Send').click()
      await page.getByRole('dialog').getByText('Send to 1 recipient?').waitFor()
      await button(page, 'Send 1 message').click()
      await page.locator('table [data-status=DELIVERED]').waitFor()
      await page.getByRole('link', { name: `+${HANDSET}` }).click()
      const details = page.getByRole('dialog', { name: 'Message' })
      await details.locator('[data-fate=DELIVERED_TO_HANDSET]').waitFor()
      await details.getByText('Report from the operator').waitFor()
      await details.getByText('SIMULATED').waitFor()

      // Somebody else watches what comes in, on a page that is never reloaded.
      const watcher = await open('/inbound')
      await watcher.getByText('Nothing has come in yet').waitFor()

      await details.getByRole('link', { name: 'Show on the handset' }).click()
      const phone = page.getByRole('region', { name: `Handset +${HANDSET}` })
      await phone.locator('[data-direction=TO_HANDSET]').getByText('Parcel "4711"').waitFor()
      await phone.getByRole('textbox', { name: 'Answer to Trunkline' }).fill('Thank you')
      await phone.getByRole('textbox', { name: 'Answer to Trunkline' }).press('Enter')
      await phone.locator('[data-direction=FROM_HANDSET]').getByText('Thank you').waitFor()

      await watcher.getByText('Thank you').waitFor()
      await watcher.getByRole('link', { name: `Reply to ${HANDSET}` }).click()
      expect(await watcher.getByRole('textbox', { name: 'Recipients' }).inputValue()).toBe(HANDSET)

      await open('/', page)
      for (const step of ['send', 'delivered', 'handset'])
        await page.locator(`[data-step=${step}][data-done=true]`).waitFor()
      expect(await page.locator('[data-step=connect]').getAttribute('data-done')).toBe('false')
    })

    it('counts live on the overview', async () => {
      const page = await open('/')
      const accepted = page.locator('[data-figure=Accepted]')
      await page.getByText('Live', { exact: true }).waitFor()
      const before = Number(await accepted.textContent())
      await world.api('POST', '/sms/3/messages', {
        messages: [
          { sender: 'Trunkline', destinations: [{ to: HANDSET }], content: { text: 'one' } },
        ],
      })
      await page
        .locator('[data-figure=Accepted]', { hasText: String(before + 1) })
        .waitFor({ timeout: 10_000 })
    })

    it('explains why a message failed', async () => {
      const page = await world.page()
      await send(page, '999100000900', 'Hello')
      await page.locator('table [data-status=UNDELIVERABLE]').waitFor()
      await page.getByRole('link', { name: '+999100000900' }).click()
      const fate = page.locator('[data-fate=UNDELIVERABLE_NOT_DELIVERED]')
      await fate.getByText('Check the number with the recipient').waitFor()
      await fate.getByText('the number is not in use', { exact: true }).waitFor()
    })

    it('keeps wrong numbers from being sent and says what is wrong with each', async () => {
      const page = await open('/compose')
      await page
        .getByRole('textbox', { name: 'Recipients' })
        .fill(`0151 234567\n${HANDSET}\n+${HANDSET}`)
      await page.getByText('begins with 0: put the country code in its place').waitFor()
      await page.getByText('1 repeated, sent once').waitFor()
      await button(page, 'Send').click()
      await page.getByRole('alert').getByText('1 recipient is no valid number').waitFor()
      await button(page, 'Remove it').click()
      expect(await page.getByRole('textbox', { name: 'Recipients' }).inputValue()).toBe(HANDSET)
    })

    it('sends each row of a file its own text', async () => {
      const page = await open('/compose')
      await field(page, /^Sender/).fill('Trunkline')
      await page.getByText('CSV file').click()
      await page.locator('input[type=file]').setInputFiles({
        name: 'people.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from('number,name\n+999100000011,Ada\nnone,Bob\n+999100000012,Grace\n'),
      })
      await page.getByText('2 valid numbers').waitFor()
      await page.getByText('1 row without a valid number is left out').waitFor()
      await field(page, /^Text/).fill('Hello ')
      await button(page, 'Insert the placeholder {name}').click()
      const preview = page.getByRole('region', { name: 'Preview on a handset' })
      await preview.getByText('Hello Ada').waitFor()
      await button(page, 'Next row').click()
      await preview.getByText('Hello Grace').waitFor()
      await button(page, 'Send').click()
      await button(page, 'Send 2 messages').click()
      await page.locator('table [data-status=DELIVERED]').nth(1).waitFor()
      await open('/handsets?number=999100000012', page)
      await page.locator('[data-direction=TO_HANDSET]').getByText('Hello Grace').waitFor()
    })

    it('shows the request as code that does the same', async () => {
      const page = await open('/compose')
      await field(page, /^Sender/).fill('Trunkline')
      await page.getByRole('textbox', { name: 'Recipients' }).fill(HANDSET)
      await field(page, /^Text/).fill("It's copied")
      await button(page, 'Copy as code').click()
      await page.getByRole('tab', { name: 'Node.js' }).click()
      const code = (await page.getByRole('region', { name: 'Node.js' }).textContent()) ?? ''
      expect(code).toContain(`${world.url}/sms/3/messages`)
      const body = /body: JSON\.stringify\(([\s\S]*)\),\n\}\)/.exec(code)?.[1] ?? ''
      const answer = await world.api('POST', '/sms/3/messages', JSON.parse(body))
      expect(answer.status).toBe(200)
      expect(await answer.json()).toMatchObject({ messages: [{ destination: HANDSET }] })
    })

    it('schedules, pauses, resumes and cancels', async () => {
      const page = await open('/compose')
      await field(page, /^Sender/).fill('Trunkline')
      await page.getByRole('textbox', { name: 'Recipients' }).fill(HANDSET)
      await field(page, /^Text/).fill('Later')
      await button(page, 'Schedule').first().click()
      await page.getByRole('switch', { name: 'Send later' }).check()
      await page.getByText(/^That is .* UTC/).waitFor()
      await page.getByRole('button', { name: 'Schedule' }).last().click()
      await page.getByRole('dialog').getByRole('button', { name: 'Schedule' }).click()
      await page.getByText('1 message is scheduled').waitFor()
      await page.getByRole('link', { name: 'Follow in the list' }).click()
      const bulk = page.getByRole('region', { name: 'Scheduled request' })
      await bulk.locator('[data-bulk-state=PENDING]').waitFor()
      await page
        .getByRole('list', { name: 'Messages' })
        .locator('[data-status=SCHEDULED]')
        .waitFor()
      await bulk.getByRole('button', { name: 'Pause' }).click()
      await bulk.locator('[data-bulk-state=PAUSED]').waitFor()
      await bulk.getByRole('button', { name: 'Resume' }).click()
      await bulk.locator('[data-bulk-state=PENDING]').waitFor()
      await bulk.getByRole('button', { name: 'Cancel the request' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel the request' }).click()
      await bulk.locator('[data-bulk-state=CANCELED]').waitFor()
    })

    it('makes a key that works, shows it once, and takes it away', async () => {
      const page = await open('/api-keys')
      await button(page, 'Create a key').first().click()
      await field(page, /^Name/).fill('shop')
      await field(page, /^Rights/).click()
      await page.getByRole('option', { name: /sms:message:send/ }).click()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click()
      const secret = (await page.locator('[data-secret]').textContent()) ?? ''
      const request = {
        messages: [
          { sender: 'Trunkline', destinations: [{ to: HANDSET }], content: { text: 'by key' } },
        ],
      }
      expect((await world.api('POST', '/sms/3/messages', request, secret)).status).toBe(200)
      expect((await world.api('GET', '/settings/2/api-keys', undefined, secret)).status).toBe(403)
      await page.reload()
      await page.locator('[data-key=shop]').waitFor()
      expect(await page.locator('[data-secret]').count()).toBe(0)
      expect(await page.content()).not.toContain(secret)
      await page.getByRole('switch', { name: 'shop is active' }).press('Space')
      await page.locator('[data-key=shop]').getByText('Switched off').waitFor()
      expect((await world.api('POST', '/sms/3/messages', request, secret)).status).toBe(401)
      await button(page, 'Delete shop').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete the key' }).click()
      await page.locator('[data-key=shop]').waitFor({ state: 'detached' })
    })

    it('connects an operator, sends over it, and says which way a number goes', async () => {
      const operator = await spawnSimulator()
      try {
        await operator.client.setOperator({
          credentials: { systemIdPrefix: 'acme', password: 'right' },
        })
        const page = await open('/connections/new')
        await field(page, /^Name/).fill('Second operator')
        await field(page, /^Host/).fill('127.0.0.1')
        await field(page, /^Port/).fill(String(operator.smppPort))
        await field(page, /^System id/).fill('acme-1')
        await page.getByRole('textbox', { name: /^Password/ }).fill('wrong')
        await button(page, 'Test').click()
        await page.locator('[data-outcome=WRONG_PASSWORD]').waitFor()
        await page.getByRole('textbox', { name: /^Password/ }).fill('right')
        await button(page, 'Test').click()
        await page.locator('[data-outcome=BOUND]').waitFor()
        await button(page, 'Save and connect').click()
        await page.locator('[data-state=CONNECTED]').waitFor()
        await button(page, 'Send all numbers this way').click()
        await page.getByText('No route leads here yet').waitFor({ state: 'detached' })

        await open('/routes?explain=4915123456077', page)
        await page.locator('[data-chosen="All numbers over Second operator"]').waitFor()

        await send(page, '4915123456077', 'Over the second')
        await page.locator('table [data-status=DELIVERED]').waitFor()
        const { results } = await operator.client.messages({ number: '4915123456077' })
        expect(results.map((one) => one.text)).toEqual(['Over the second'])

        await open('/routes', page)
        await button(page, 'Delete All numbers over Second operator').click()
        await page.getByRole('dialog').getByRole('button', { name: 'Delete the route' }).click()
        await page
          .locator('[data-route="All numbers over Second operator"]')
          .waitFor({ state: 'detached' })
        await open('/connections', page)
        await button(page, 'Actions for Second operator').click()
        await page.getByRole('menuitem', { name: 'Delete the connection' }).click()
        await page
          .getByRole('dialog')
          .getByRole('button', { name: 'Delete the connection' })
          .click()
        await page.locator('[data-connection="Second operator"]').waitFor({ state: 'detached' })
      } finally {
        await operator.remove()
      }
    })

    it('says when the session is over, and loses no draft', async () => {
      const page = await open('/compose')
      await field(page, /^Text/).fill('half a message')
      await page.context().clearCookies()
      await page.getByRole('link', { name: 'Messages' }).click()
      await page.getByRole('alert').getByText('Your session has ended').waitFor()
      await button(page, 'Log in').click()
      await field(page, /^E-mail/).fill(OWNER.email)
      await page.locator('input[name=password]').fill(OWNER.password)
      await button(page, 'Log in').click()
      await page.getByRole('heading', { name: 'Messages', exact: true }).waitFor()
      await page.getByRole('link', { name: 'Send', exact: true }).click()
      expect(await field(page, /^Text/).inputValue()).toBe('half a message')
    })

    it('tells when the server is out of reach, and recovers by itself', async () => {
      const page = await open('/messages')
      await page.getByRole('list', { name: 'Messages' }).waitFor()
      await page.context().setOffline(true)
      await page.getByText('The server cannot be reached').first().waitFor()
      await page.context().setOffline(false)
      await page.getByText('The server cannot be reached').first().waitFor({ state: 'detached' })
    })

    it('speaks Japanese when asked, and remembers it', async () => {
      const page = await open('/')
      await button(page, 'Language').click()
      await page.getByRole('menuitem', { name: '日本語' }).click()
      await page.getByRole('heading', { name: '概要' }).waitFor()
      expect(await page.locator('html').getAttribute('lang')).toBe('ja')
      await page.reload()
      await page.getByRole('heading', { name: '概要' }).waitFor()
    })

    it('is moved through by keys alone', async () => {
      const page = await open('/')
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(
        'Skip to the content',
      )
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Help' }).waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog', { name: 'Help' }).waitFor({ state: 'detached' })
      await page.keyboard.press('g')
      await page.keyboard.press('m')
      await page.getByRole('heading', { name: 'Messages', exact: true }).waitFor()
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    })

    it('has its whole menu on a phone, which stays open until somebody goes somewhere', async () => {
      const page = await world.page({ viewport: { width: 360, height: 740 } })
      await open('/audit', page)
      await button(page, 'Open the menu').click()
      const menu = page.getByRole('navigation', { name: 'Main' })
      await menu.getByRole('link', { name: 'Audit' }).click({ trial: true })
      await menu.getByRole('link', { name: 'Charges' }).click()
      await page.getByRole('heading', { name: 'Charges' }).waitFor()
      await button(page, 'Open the menu').waitFor()
    })

    it('has a way on from an address that does not exist', async () => {
      const page = await open('/nowhere')
      await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
      await page.getByRole('link', { name: 'To the overview' }).click()
      await page.getByRole('heading', { name: 'Overview' }).waitFor()
    })
  },
)
