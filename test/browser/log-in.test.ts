import { generateSync } from 'otplib'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { CLIENT, startIdentityProvider } from '../../src/accounts/test/identity-provider.ts'
import { openBrowser } from './browser.ts'
import { OWNER, startWorld, type World } from './world.ts'

/** Logging in with more than a password, in a real browser. */

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()
const STEP_MS = 30_000

describe.skipIf(found.browser === null)(
  `the log-in${found.why === null ? '' : `: skipped, ${found.why}`}`,
  () => {
    let world: World
    beforeAll(async () => {
      world = await startWorld(found.browser!)
    })
    afterAll(() => world?.stop())

    const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name })
    const atLogin = async (context: BrowserContext, url = world.url) => {
      const page = await context.newPage()
      await page.goto(`${url}/portal/login`)
      return page
    }
    const enter = async (page: Page) => {
      await page.getByLabel(/^E-mail/).fill(OWNER.email)
      await page.locator('input[name=password]').fill(OWNER.password)
      await button(page, 'Log in').click()
    }
    const leave = async (page: Page) => {
      await button(page, /^Account of/).click()
      await page.getByRole('menuitem', { name: 'Log out' }).click()
      await page.getByRole('heading', { name: 'Log in' }).waitFor()
    }
    const isIn = (page: Page) => page.getByRole('heading', { name: 'Overview' }).waitFor()
    const removeFactors = async (page: Page) => {
      await page.goto(`${new URL(page.url()).origin}/portal/security`)
      await page.locator('[data-factor]').first().waitFor()
      await page.getByRole('button', { name: /^Remove/ }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
      await page.getByText('No second factor yet').waitFor()
    }

    it('sets up an authenticator app, asks for its code, and takes a recovery code once', async () => {
      const page = await world.page()
      await page.goto(`${world.url}/portal/security`)
      await page.getByText('No second factor yet').waitFor()
      await page.getByText('Passkeys work at one address only').waitFor()
      await button(page, 'Set up an app').click()
      await page.getByRole('img', { name: /^QR code/ }).waitFor()
      const secret = (await page.locator('[data-secret]').innerText()).replaceAll(/\s/g, '')
      // The code of this step is used up by the set-up; the next one is let in as well, and is for the log-in.
      const ms = Date.now()
      const code = (stepsAway: number) =>
        generateSync({ secret, epoch: Math.floor((ms + stepsAway * STEP_MS) / 1_000) })
      await page.getByLabel(/^Code/).fill('000000')
      await button(page, 'Finish').click()
      await page.getByRole('alert').getByText('is wrong').waitFor()
      await page.getByLabel(/^Code/).fill(code(0))
      await button(page, 'Finish').click()
      const kept = page.locator('[data-recovery-codes]')
      await kept.waitFor()
      const codes = await kept.locator('li').allInnerTexts()
      expect(codes).toHaveLength(10)
      await button(page, 'I have kept them').click()
      const factor = page.locator('[data-factor=TOTP]')
      await factor.waitFor()
      await page.getByRole('button', { name: /^Rename/ }).click()
      await factor.getByRole('textbox').fill(' ')
      await factor.getByRole('button', { name: 'Save' }).click()
      await factor.getByText('Give it a name.').waitFor()
      await factor.getByRole('textbox').fill('Old telephone')
      await page.keyboard.press('Enter')
      await factor.getByText('Old telephone').waitFor()

      await leave(page)
      await enter(page)
      await page.getByRole('heading', { name: 'One more step' }).waitFor()
      await page.getByLabel(/^Code/).fill(code(1))
      await page.getByLabel(/^Code/).press('Enter')
      await isIn(page)

      await leave(page)
      await enter(page)
      await button(page, 'Use a recovery code').click()
      await page.getByLabel(/^Recovery code/).fill(codes[0]!.toLowerCase())
      await button(page, 'Log in').click()
      await isIn(page)
      await leave(page)
      await enter(page)
      await button(page, 'Use a recovery code').click()
      await page.getByLabel(/^Recovery code/).fill(codes[0]!)
      await button(page, 'Log in').click()
      await page.getByRole('alert').getByText('The second factor is wrong').waitFor()
      await page.getByLabel(/^Recovery code/).fill(codes[1]!)
      await button(page, 'Log in').click()
      await isIn(page)
      await removeFactors(page)
    })

    it('makes a passkey at localhost and lets in with it alone', async () => {
      const url = world.url.replace('127.0.0.1', 'localhost')
      const context = await found.browser!.newContext({ locale: 'en-GB' })
      const page = await atLogin(context, url)
      const session = await context.newCDPSession(page)
      await session.send('WebAuthn.enable')
      await session.send('WebAuthn.addVirtualAuthenticator', {
        options: {
          protocol: 'ctap2',
          transport: 'internal',
          hasResidentKey: true,
          hasUserVerification: true,
          isUserVerified: true,
          automaticPresenceSimulation: true,
        },
      })
      await enter(page)
      await isIn(page)
      await page.goto(`${url}/portal/security`)
      await button(page, 'Set up a passkey').click()
      await page.locator('[data-recovery-codes]').waitFor()
      await button(page, 'I have kept them').click()
      await page.locator('[data-factor=PASSKEY]').waitFor()

      await leave(page)
      await button(page, 'Use a passkey').click()
      await isIn(page)

      await leave(page)
      await enter(page)
      await page.getByRole('heading', { name: 'One more step' }).waitFor()
      await button(page, 'Use your passkey').click()
      await isIn(page)
      await removeFactors(page)
      await context.close()
    })

    it("comes in by the account's own provider, from another site, and says why when it fails", async () => {
      const provider = await startIdentityProvider(
        `${world.url}/accounts/1/sso/callback`,
        'localhost',
      )
      try {
        const settings = await world.page()
        await settings.goto(`${world.url}/portal/login-settings`)
        await settings.getByLabel(/^Issuer/).fill(provider.issuer)
        await settings.getByLabel(/^Client ID/).fill(CLIENT.id)
        await settings.locator('[data-provider] input[type=password]').fill(CLIENT.secret)
        await settings.getByPlaceholder('example.com', { exact: true }).fill('example.org')
        await settings.getByPlaceholder('example.com', { exact: true }).press('Enter')
        await settings.locator('[data-provider]').getByRole('button', { name: 'Save' }).click()
        await settings.locator('[data-domain="example.org"][data-verified=true]').waitFor()
        await button(settings, 'Test the provider').click()
        await settings.locator('[data-tested=true]').waitFor()

        provider.people.set('anna', {
          email: 'anna@example.org',
          email_verified: true,
          name: 'Anna Smith',
        })
        const context = await found.browser!.newContext({ locale: 'en-GB' })
        const page = await atLogin(context)
        await button(page, 'Use single sign-on').click()
        await page.getByText('Enter your e-mail address.').waitFor()
        await page.getByLabel(/^E-mail/).fill('anna@example.org')
        await button(page, 'Use single sign-on').click()
        await page.getByRole('alert').getByText('did not let you in').waitFor()

        provider.next = 'anna'
        await page.getByLabel(/^E-mail/).fill('anna@example.org')
        await button(page, 'Use single sign-on').click()
        await isIn(page)
        await button(page, /Anna Smith/).waitFor()
        await page.reload()
        await isIn(page)

        await settings.goto(`${world.url}/portal/team`)
        await button(settings, /Anna Smith/)
          .last()
          .click()
        await settings.getByRole('menuitem', { name: 'Reset second factors' }).click()
        await settings
          .getByRole('dialog')
          .getByRole('button', { name: 'Reset second factors' })
          .click()
        await settings.getByText('The second factors of Anna Smith were reset.').waitFor()
        await page.reload()
        await page.getByRole('heading', { name: 'Log in' }).waitFor()
        await context.close()
      } finally {
        await provider.close()
      }
    })

    it('leads to the set-up where the account asks for a second factor', async () => {
      const page = await world.page()
      await page.goto(`${world.url}/portal/login-settings`)
      await page.getByRole('radio', { name: 'Everybody', exact: true }).check()
      await button(page, 'Save').first().click()
      await page.getByText('Saved.').waitFor()
      await page.goto(`${world.url}/portal/senders`)
      await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor()
      await button(page, 'Set up an app').click()
      const secret = (await page.locator('[data-secret]').innerText()).replaceAll(/\s/g, '')
      await page
        .getByLabel(/^Code/)
        .fill(generateSync({ secret, epoch: Math.floor(Date.now() / 1_000) }))
      await button(page, 'Finish').click()
      await button(page, 'I have kept them').click()
      await page.getByRole('heading', { name: 'Senders', exact: true }).waitFor()
      await page.goto(`${world.url}/portal/login-settings`)
      await page.getByRole('radio', { name: "Everybody's own choice" }).check()
      await button(page, 'Save').first().click()
      await page.getByText('Saved.').waitFor()
      await removeFactors(page)
    })
  },
)
