import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openBrowser } from './browser.ts'
import { OWNER, startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()
const PASSWORD = 'quite-an-unusual-phrase'

describe.skipIf(found.browser === null)(
  `people in the portal${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(found.browser!, { SELF_SIGN_UP: 'on', LOGINS_PER_MINUTE_MAX: '100' })
    })
    afterAll(() => world?.stop())
    beforeEach(() => {
      world.complaints.length = 0
      return async () => {
        await world.closePages()
        expect(world.complaints).toEqual([])
      }
    })

    const open = async (page: Page, address: string) => {
      await page.goto(`${world.url}/portal${address}`)
      return page
    }
    const stranger = async () => (await world.context()).newPage()
    const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
    const heading = (page: Page, name: string | RegExp) =>
      page.getByRole('heading', { name }).waitFor()
    const choose = async (page: Page, label: string, option: string) => {
      await page.getByRole('combobox', { name: label, exact: true }).click()
      await page.getByRole('option', { name: option, exact: true }).click()
    }
    const logIn = async (page: Page, email: string, password: string) => {
      await heading(page, 'Log in')
      await page.locator('input[name=email]').fill(email)
      await page.locator('input[name=password]').fill(password)
      await button(page, /^Log in$/).click()
      await heading(page, 'Overview')
    }
    /** As its owner reads it: in the mailbox of the simulator. */
    const linkOf = async (owner: Page, subject: string | RegExp): Promise<string> => {
      await open(owner, '/mailbox')
      await owner.getByRole('link', { name: subject }).first().click()
      const link = owner.frameLocator('main iframe').getByRole('link').first()
      return (await link.getAttribute('href'))!
    }

    it('invites a colleague, who reads the mail, joins, and is stopped where they should be', async () => {
      const owner = await world.page()
      await open(owner, '/team')
      await button(owner, 'Invite somebody').click()
      const form = owner.getByRole('dialog')
      await form.getByLabel('E-mail').fill('ann@example.org')
      await choose(owner, 'Role', 'Analyst')
      await button(owner, 'Send the invitation').click()
      await owner.locator('[data-invitation="ann@example.org"]').waitFor()

      const link = await linkOf(owner, /Invitation to Main account/)
      const colleague = await stranger()
      await colleague.goto(link)
      await heading(colleague, 'Join an account')
      expect(new URL(colleague.url()).hash).toBe('')
      await colleague.getByText('as Analyst').waitFor()
      await colleague.getByLabel('Your name').fill('Ann')
      await colleague.locator('input[name=new-password]').fill('password123')
      await button(colleague, 'Accept the invitation').click()
      await colleague.getByRole('alert').getByText('guessers try first').waitFor()
      await colleague.locator('input[name=new-password]').fill(PASSWORD)
      await button(colleague, 'Accept the invitation').click()
      await logIn(colleague, 'ann@example.org', PASSWORD)

      const nav = colleague.getByRole('navigation', { name: 'Main' })
      await nav.getByRole('link', { name: 'Messages' }).waitFor()
      expect(await nav.getByRole('link', { name: 'Team' }).count()).toBe(0)
      await open(colleague, '/team')
      await colleague.getByRole('alert').getByText('Your role does not open this page').waitFor()
      expect(await button(colleague, 'Invite somebody').count()).toBe(0)

      // The link is good once.
      const late = await stranger()
      await late.goto(link)
      await late.getByText('This link is of no use any more').waitFor()

      await open(owner, '/team')
      await choose(owner, 'Role of Ann', 'Administrator')
      await owner.getByText('The change counts from now on.').waitFor()
      await open(colleague, '/team')
      await colleague.locator('[data-person="ann@example.org"]').waitFor()
      await button(owner, 'More for Ann').click()
      await owner.getByRole('menuitem', { name: 'Remove from the account' }).click()
      await owner
        .getByRole('dialog')
        .getByRole('button', { name: 'Remove from the account' })
        .click()
      await owner.getByText('Ann is no longer in the account.').waitFor()
      await open(colleague, '/team')
      await heading(colleague, 'Log in')
    })

    it('makes a role, gives it away, and will not delete it then', async () => {
      const page = await world.page()
      await open(page, '/roles')
      await button(page, 'Make a role').click()
      const form = page.getByRole('dialog')
      await form.getByLabel('Name', { exact: false }).first().fill('Night shift')
      await form.getByLabel('Search').fill('timelines')
      await form.getByLabel(/Read messages, their timelines/).check()
      await form.getByRole('button', { name: 'Make the role' }).click()
      await page.locator('[data-role]', { hasText: 'Night shift' }).waitFor()

      await open(page, '/team')
      await button(page, 'Invite somebody').click()
      await page.getByRole('dialog').getByLabel('E-mail').fill('bea@example.org')
      await choose(page, 'Role', 'Night shift')
      await button(page, 'Send the invitation').click()
      await page
        .locator('[data-invitation="bea@example.org"]', { hasText: 'Night shift' })
        .waitFor()

      await open(page, '/roles')
      await button(page, 'Delete the role Night shift?').click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete the role' }).click()
      await page.getByText('Somebody has this role').waitFor()
    })

    it('signs a stranger up, who confirms the address and gets an account of their own', async () => {
      const page = await stranger()
      await open(page, '/login')
      await page.getByRole('link', { name: 'Make an account' }).click()
      await heading(page, 'Make an account')
      await button(page, 'Send me the link').click()
      await page.getByText('Accounts are for people of 16 or older.').waitFor()
      await page.getByLabel('E-mail').fill('carl@example.org')
      await page.getByLabel('Your name').fill('Carl')
      await page.getByLabel('Company').fill('Carl & Co')
      await page.getByLabel('I am 16 or older.').check()
      await page.getByLabel('I accept the terms of this service.').check()
      await button(page, 'Send me the link').click()
      await page.getByText('A mail is on its way to carl@example.org').waitFor()

      await page.goto(await linkOf(await world.page(), 'Confirm your address'))
      await heading(page, 'Confirm your address')
      await page.locator('input[name=new-password]').fill(PASSWORD)
      await button(page, 'Make the account').click()
      await logIn(page, 'carl@example.org', PASSWORD)
      await page.getByText('Carl & Co').first().waitFor()
    })

    it('lets in again whoever forgot the password, and ends their sessions', async () => {
      const before = await world.page()
      await open(before, '/profile')
      await before.locator('[data-session]').first().waitFor()
      const page = await stranger()
      await open(page, '/login')
      await page.getByRole('link', { name: 'Forgot your password?' }).click()
      await heading(page, 'Forgot your password')
      await page.getByLabel('E-mail').fill(OWNER.email)
      await button(page, 'Send the link').click()
      await page.getByText(`If ${OWNER.email} has an account here`).waitFor()

      const link = await linkOf(before, 'Choose a new password')
      await page.goto(link)
      await page.locator('input[name=new-password]').fill(PASSWORD)
      await button(page, 'Save the password').click()
      await logIn(page, OWNER.email, PASSWORD)
      await open(before, '/profile')
      await heading(before, 'Log in')
      // Back to what the other tests log in with.
      await open(page, '/profile')
      const form = page.locator('form', { has: page.locator('input[name=new-password]') })
      await form.getByLabel('Current password').fill(PASSWORD)
      await page.locator('input[name=new-password]').fill(OWNER.password)
      await button(page, 'Change the password').click()
      await page.getByText('The password was changed').waitFor()
    })

    it('changes between the accounts of somebody who has two', async () => {
      const made = await world.api('POST', '/accounts/1/accounts', {
        name: 'Second shop',
        kind: 'CUSTOMER',
      })
      const { key } = (await made.json()) as { key: string }
      const owner = await world.page()
      const invited = await owner.request.post(`${world.url}/accounts/1/invitations`, {
        headers: { origin: world.url, 'trunkline-account': key },
        data: { email: OWNER.email, roleId: 'billing' },
      })
      expect(invited.status()).toBe(201)
      const page = await stranger()
      await page.goto(await linkOf(owner, 'Invitation to Second shop'))
      await page.getByText('You have a password here already').waitFor()
      await button(page, 'Accept the invitation').click()
      await heading(page, 'Log in')

      await open(owner, '/')
      await button(owner, /^Account of/).click()
      await owner.getByRole('menuitem', { name: 'Second shop' }).click()
      await owner.getByRole('navigation', { name: 'Main' }).getByText('Second shop').waitFor()
      expect(await owner.getByRole('link', { name: 'Connections' }).count()).toBe(0)
      // Billing people have no traffic to see; what they have stands in the menu.
      await owner.getByText(/^Welcome, /).waitFor()
      await owner.getByRole('link', { name: 'Invoices' }).waitFor()
      await button(owner, /^Account of/).click()
      await owner.getByRole('menuitem', { name: 'Main account' }).click()
      await owner.getByRole('link', { name: 'Connections' }).waitFor()
    })

    it('shows a mail in a frame in which nothing runs, and leads out of it by its links', async () => {
      const page = await world.page()
      await world.simulator.client.clearMails()
      await page.request.post(`${world.url}/mail/1/test`, {
        headers: { origin: world.url },
        data: { to: 'dora@example.org' },
      })
      await open(page, '/mailbox')
      await page.getByRole('link', { name: 'Trunkline test mail' }).click()
      const frame = page.locator('main iframe')
      expect(await frame.getAttribute('sandbox')).not.toMatch(/allow-(scripts|same-origin)/)
      await page.frameLocator('main iframe').getByText('It does.').waitFor()
      await page.getByRole('tab', { name: 'As plain text' }).click()
      await page.locator('[data-mail-text]').getByText('It does.').waitFor()
    })
  },
)
