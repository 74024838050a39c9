import { generateSync } from 'otplib'
import type { Page, Response } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '../support/running.ts'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

/** A company from its sign-up to its first key, in a real browser, on an installation that takes strangers. */

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 })

const found = await openBrowser()
const FOUNDER = { email: 'olivia@acme.example', password: 'ninety purple teapots' }
const COLLEAGUE = { email: 'noor@acme.example', password: 'seven distant lanterns' }
const STEP_MS = 30_000

describe.skipIf(found.browser === null)(
  `a company${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(found.browser!, { SELF_SIGN_UP: 'on' })
    })
    afterAll(() => world?.stop())

    const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
    const heading = (page: Page, name: string) =>
      page.getByRole('heading', { name, exact: true }).first().waitFor()
    const open = (page: Page, address: string) => page.goto(`${world.url}/portal${address}`)
    const enter = async (page: Page, { email, password }: typeof FOUNDER) => {
      await heading(page, 'Log in')
      await page.locator('input[name=email]').fill(email)
      await page.locator('input[name=password]').fill(password)
      await button(page, 'Log in').click()
    }
    /** An operation asked for by what a person's browser knows of them. */
    const ask = (page: Page, method: string, address: string, data?: object) =>
      page.request.fetch(world.url + address, {
        method,
        headers: { origin: world.url },
        ...(data === undefined ? {} : { data }),
      })

    /** The link of the newest such mail, as whoever runs the installation finds it. */
    const linkIn = (email: string, subject: RegExp) =>
      eventually(`a mail to ${email}`, async () => {
        const list = await world.api('GET', `/simulator/1/mails?to=${encodeURIComponent(email)}`)
        const { results } = (await list.json()) as {
          results: { mailId: string; subject: string }[]
        }
        const head = results.find((one) => subject.test(one.subject))
        if (!head) return undefined
        const mail = await world.api('GET', `/simulator/1/mails/${head.mailId}`)
        const { text } = (await mail.json()) as { text: string }
        return /\S+\/portal\/\S+/.exec(text)![0]
      })

    const signUp = async (page: Page) => {
      await open(page, '/sign-up')
      await heading(page, 'Make an account')
      await page.getByLabel('E-mail').fill(FOUNDER.email)
      await page.getByLabel('Your name').fill('Olivia')
      await page.getByLabel('Company').fill('Acme')
      await page.getByLabel('I am 16 or older.').check()
      await page.getByLabel('I accept the terms of this service.').check()
      await button(page, 'Send me the link').click()
      await page.getByText(`A mail is on its way to ${FOUNDER.email}`).waitFor()
      await page.goto(await linkIn(FOUNDER.email, /Confirm/))
      await heading(page, 'Confirm your address')
      await page.locator('input[name=new-password]').fill(FOUNDER.password)
      await button(page, 'Make the account').click()
      await enter(page, FOUNDER)
      await heading(page, 'Overview')
      await page.getByRole('navigation', { name: 'Main' }).getByText('Acme').waitFor()
    }

    /** @returns the code of the step after the one that the set-up used up */
    const setUpAuthenticator = async (page: Page): Promise<string> => {
      await button(page, 'Account of Olivia').click()
      await page.getByRole('menuitem', { name: 'Security' }).click()
      await page.getByText('No second factor yet').waitFor()
      await button(page, 'Set up an app').click()
      const secret = (await page.locator('[data-secret]').innerText()).replaceAll(/\s/g, '')
      const ms = Date.now()
      const code = (at: number) => generateSync({ secret, epoch: Math.floor(at / 1_000) })
      await page.getByLabel(/^Code/).fill(code(ms))
      await button(page, 'Finish').click()
      await page.locator('[data-recovery-codes] li').nth(9).waitFor()
      await button(page, 'I have kept them').click()
      await page.locator('[data-factor=TOTP]').waitFor()
      return code(ms + STEP_MS)
    }

    const logInWithSecondFactor = async (page: Page, code: string) => {
      await button(page, 'Account of Olivia').click()
      await page.getByRole('menuitem', { name: 'Log out' }).click()
      await enter(page, FOUNDER)
      await heading(page, 'One more step')
      // The password alone has opened nothing.
      expect((await ask(page, 'GET', '/accounts/1/me')).status()).toBe(401)
      await page.getByLabel(/^Code/).fill(code)
      await button(page, 'Log in').click()
      await heading(page, 'Overview')
    }

    const invite = async (owner: Page, colleague: Page) => {
      await owner.getByRole('link', { name: 'Team', exact: true }).click()
      await button(owner, 'Invite somebody').click()
      await owner.getByRole('dialog').getByLabel('E-mail').fill(COLLEAGUE.email)
      await owner.getByRole('combobox', { name: 'Role', exact: true }).click()
      await owner.getByRole('option', { name: 'Analyst', exact: true }).click()
      await button(owner, 'Send the invitation').click()
      await owner.locator(`[data-invitation="${COLLEAGUE.email}"]`).waitFor()

      await colleague.goto(await linkIn(COLLEAGUE.email, /^Invitation to Acme$/))
      await heading(colleague, 'Join an account')
      await colleague.getByText('as Analyst').waitFor()
      await colleague.getByLabel('Your name').fill('Noor')
      await colleague.locator('input[name=new-password]').fill(COLLEAGUE.password)
      await button(colleague, 'Accept the invitation').click()
      await enter(colleague, COLLEAGUE)
      await heading(colleague, 'Overview')
      await owner.reload()
      await owner.locator(`[data-person="${COLLEAGUE.email}"]`).waitFor()
    }

    /** What an analyst has in front of them: what they may read, and nothing else. */
    const seesOwnPages = async (colleague: Page) => {
      const refused: string[] = []
      const note = (response: Response) => {
        if (response.status() === 403) refused.push(response.url())
      }
      colleague.on('response', note)
      const links = colleague.getByRole('navigation', { name: 'Main' }).getByRole('link')
      await links.first().waitFor()
      expect(await links.allInnerTexts()).toEqual([
        'Overview',
        'Messages',
        'Inbound',
        'Usage & quality',
        'Verified numbers',
        'Senders',
        'Sending rules',
        'Charges',
        'Accounts',
      ])
      for (const [place, title] of [
        ['Messages', 'Messages'],
        ['Inbound', 'Inbound'],
        ['Usage & quality', 'Usage & quality'],
        ['Charges', 'Charges'],
        ['Senders', 'Senders'],
        ['Verified numbers', 'Verified numbers'],
        ['Accounts', 'Accounts'],
        ['Overview', 'Overview'],
      ] as const) {
        await links.getByText(place, { exact: true }).click()
        await heading(colleague, title)
        await colleague.reload({ waitUntil: 'networkidle' })
      }
      colleague.off('response', note)
      expect(refused).toEqual([])
      expect(await colleague.getByRole('link', { name: 'Send a message' }).count()).toBe(0)
      expect((await ask(colleague, 'GET', '/messaging/1/messages')).status()).toBe(200)
    }

    /** Whoever knows an address or an operation comes no further than by the menu. */
    const isStopped = async (colleague: Page) => {
      const notice = colleague.locator('[data-no-access]')
      for (const [address, right] of [
        ['/team', 'users:read'],
        ['/roles', 'users:read'],
        ['/api-keys', 'account-management:manage'],
        ['/webhooks', 'subscriptions:manage'],
        ['/balance', 'billing:read'],
        ['/audit', 'audit-logs:read'],
        ['/compose', 'sms:message:send'],
        ['/login-settings', 'accounts:manage'],
        ['/billing-profile', 'billing:manage'],
      ] as const) {
        await open(colleague, address)
        await notice.getByText('Ask an administrator of').waitFor()
        await notice.getByText(right, { exact: true }).waitFor()
        expect(await colleague.locator('main form').count(), address).toBe(0)
      }
      for (const address of ['/connections', '/connections/new', '/routes', '/mailbox']) {
        await open(colleague, address)
        await notice.getByText('of the installation’s own account').waitFor()
      }
      await notice.getByRole('link', { name: 'To the overview' }).click()
      await heading(colleague, 'Overview')
      const me = (await (await ask(colleague, 'GET', '/accounts/1/me')).json()) as {
        user: { id: number }
      }
      for (const [method, address, body] of [
        ['GET', '/accounts/1/users'],
        ['PUT', `/accounts/1/users/${me.user.id}`, { roleId: 'owner' }],
        ['POST', '/accounts/1/invitations', { email: 'x@acme.example', roleId: 'owner' }],
        ['POST', '/accounts/1/roles', { name: 'Mine', scopes: ['users:manage'] }],
        ['GET', '/settings/2/api-keys'],
        ['POST', '/settings/2/api-keys', { name: 'mine', permissions: ['PUBLIC_API'] }],
        ['GET', '/account/1/balance'],
        ['GET', '/audit/1/logs'],
        ['PUT', '/accounts/1/login-policy', { secondFactor: 'OPTIONAL' }],
      ] as const) {
        const answer = await ask(colleague, method, address, body)
        expect(`${method} ${address}: ${answer.status()}`).toBe(`${method} ${address}: 403`)
        expect(await answer.text()).toContain('lacks the scope')
      }
    }

    /** @returns its secret */
    const makeKey = async (owner: Page, name: string, scope: string): Promise<string> => {
      await owner.getByRole('link', { name: 'API keys' }).click()
      await button(owner, 'Create a key').first().click()
      const form = owner.getByRole('dialog')
      await form.getByLabel(/^Name/).fill(name)
      await form
        .getByLabel(/^Rights/)
        .first()
        .click()
      await owner.getByRole('option', { name: scope }).click()
      await owner.keyboard.press('Escape')
      await form.getByRole('button', { name: 'Create' }).click()
      return owner.locator('[data-secret]').innerText()
    }

    it('signs up, is careful about its log-in, takes a colleague in, and connects its software', async () => {
      const owner = await (await world.context()).newPage()
      const colleague = await (await world.context()).newPage()
      await signUp(owner)
      await logInWithSecondFactor(owner, await setUpAuthenticator(owner))
      await invite(owner, colleague)
      await seesOwnPages(colleague)
      await isStopped(colleague)

      const secret = await makeKey(owner, 'Books', 'account-management:manage')
      const balance = () => world.api('GET', '/account/1/balance', undefined, secret)
      const read = await balance()
      expect(read.status).toBe(200)
      expect(await read.json()).toEqual({
        balance: 0,
        currency: expect.stringMatching(/^[A-Z]{3}$/),
      })
      // No more than it was given, and nothing of the account above.
      expect((await world.api('GET', '/messaging/1/messages', undefined, secret)).status).toBe(403)
      const keys = await world.api('GET', '/settings/2/api-keys', undefined, secret)
      const { apiKeys } = (await keys.json()) as { apiKeys: { name: string }[] }
      expect(apiKeys.map((one) => one.name)).toContain('Books')
      expect(apiKeys.map((one) => one.name)).not.toContain('First key')

      await owner.getByRole('switch', { name: 'Books is active' }).press('Space')
      await owner.locator('[data-key=Books]').getByText('Switched off').waitFor()
      expect((await balance()).status).toBe(401)
      await owner.getByRole('switch', { name: 'Books is active' }).press('Space')
      await owner.locator('[data-key=Books]').getByText('Active').waitFor()
      expect((await balance()).status).toBe(200)
      await button(owner, 'Delete Books').click()
      await owner.getByRole('dialog').getByRole('button', { name: 'Delete the key' }).click()
      await owner.locator('[data-key=Books]').waitFor({ state: 'detached' })
      expect((await balance()).status).toBe(401)

      // All of it can be read afterwards.
      await owner.getByRole('link', { name: 'Audit', exact: true }).click()
      for (const deed of ['Made an API key', 'Revoked an API key'])
        await owner.locator('[data-audit]', { hasText: deed }).first().waitFor()
      expect(world.complaints).toEqual([])
    })
  },
)
