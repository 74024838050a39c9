import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { eventually } from '../compat/running.ts'
import { openBrowser } from './browser.ts'
import { startWorld, type World } from './world.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 })

const found = await openBrowser()

describe.skipIf(!found.browser)(`accounts below: ${found.why ?? 'in a browser'}`, () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld(found.browser!, { SELF_SIGN_UP: 'on' })
  })
  afterAll(() => world?.stop())

  const menuOf = async (page: Page, name: string, item: string) => {
    await page.getByRole('button', { name: `What to do with ${name}` }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  const give = async (page: Page, label: string, text: string) => {
    await page.getByRole('dialog').getByRole('textbox', { name: label, exact: true }).fill(text)
  }

  it('an account is made, acted in, and left again', async () => {
    const page = await world.page()
    await page.goto(`${world.url}/portal/`)
    await page.getByRole('link', { name: 'Accounts', exact: true }).click()
    await page.getByText('No accounts below this one yet').waitFor()
    await page.getByRole('button', { name: 'Make an account' }).click()
    await give(page, 'Name', 'Corner Shop')
    await page.getByRole('dialog').getByRole('button', { name: 'Make', exact: true }).click()
    await page.locator('[data-account]', { hasText: 'Corner Shop' }).waitFor()

    await menuOf(page, 'Corner Shop', 'Act in this account')
    await page.locator('[data-acting]', { hasText: 'You act in Corner Shop' }).waitFor()
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.getByText('No keys yet').waitFor()
    await page.getByRole('button', { name: 'Create a key' }).first().click()
    await give(page, 'Name', 'Till')
    await page.getByRole('dialog').getByRole('button', { name: 'Add an application' }).click()
    await page.locator('[data-pair]').getByLabel('Application').fill('till')
    await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click()
    const secret = (await page.locator('[data-secret]').textContent())!

    const keys = (await (
      await world.api('GET', '/settings/2/api-keys', undefined, secret)
    ).json()) as { apiKeys: { name: string; platform: object[] }[] }
    expect(keys.apiKeys).toMatchObject([
      { name: 'Till', platform: [{ applicationId: 'till', action: 'FILL' }] },
    ])
    await page.getByRole('button', { name: 'Back to Main account' }).click()
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.locator('[data-key="First key"]').waitFor()
    expect(await page.locator('[data-key="Till"]').count()).toBe(0)
    expect(await page.locator('[data-acting]').count()).toBe(0)
    await world.closePages()
  })

  it('limits of requests are set for an account, and for a key of it', async () => {
    const made = await world.api('POST', '/accounts/1/accounts', {
      name: 'Hasty',
      kind: 'CUSTOMER',
    })
    const { key } = (await made.json()) as { key: string }
    const page = await world.page()
    await page.goto(`${world.url}/portal/accounts`)
    await menuOf(page, 'Hasty', 'Limits of requests')
    await page.getByRole('combobox', { name: 'Documented limits' }).click()
    await page.getByRole('option', { name: 'Multiplied by a number' }).click()
    await give(page, 'Factor', '2.5')
    await page.getByRole('button', { name: 'Add an operation' }).click()
    await give(page, 'Operation ID', 'send-sms-messages')
    await give(page, 'Requests', '1000')
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByText('The limits of Hasty were saved.').waitFor()
    const set = await world.api('GET', `/accounts/1/accounts/${key}/throttles`)
    expect(await set.json()).toEqual({
      factor: 2.5,
      unlimited: false,
      requestsPerSecondPerKey: null,
      operations: [{ operationId: 'send-sms-messages', requests: 1000, per: 'SECOND' }],
    })

    await menuOf(page, 'Hasty', 'Act in this account')
    await page.getByRole('link', { name: 'API keys' }).click()
    await page.getByRole('button', { name: 'Create a key' }).first().click()
    await give(page, 'Name', 'Slow')
    await give(page, 'Requests a second', '7')
    await page.getByRole('dialog').getByRole('button', { name: 'Create', exact: true }).click()
    const row = page.locator('[data-key=Slow]')
    await row.getByText('never used').waitFor()
    await row.getByText('at most 7 a second').waitFor()
    await world.closePages()
  })

  it('what a program proposes about a person, somebody decides', async () => {
    const body = { name: 'Kim', kind: 'CUSTOMER', person: 'NATURAL', declaredOfAge: true }
    const made = (await (await world.api('POST', '/accounts/1/accounts', body)).json()) as {
      key: string
    }
    const proposed = await world.api('POST', '/accounts/1/proposals', {
      accountKey: made.key,
      kind: 'SUSPEND',
      reason: 'Looks like fraud.',
      evidence: 'Many cards within an hour.',
    })
    expect(proposed.status).toBe(201)
    const page = await world.page()
    await page.goto(`${world.url}/portal/accounts`)
    const card = page.locator(`[data-proposal="${made.key}"]`)
    await card.getByText('Many cards within an hour.').waitFor()
    await card.getByRole('button', { name: 'Suspend' }).click()
    await card.getByText('Say why.').waitFor()
    await card.getByLabel('Reason').fill('Spoken with them.')
    await card.getByRole('button', { name: 'Suspend' }).click()
    await page
      .locator(`[data-account="${made.key}"]`, { hasText: 'Suspended' })
      .waitFor({ state: 'visible' })
    await menuOf(page, 'Kim', 'Let it send')
    await give(page, 'Reason', 'A mistake.')
    await page.getByRole('dialog').getByRole('button', { name: 'Let it send' }).click()
    await page.locator(`[data-account="${made.key}"]`, { hasText: 'Active' }).waitFor()
    await world.closePages()
  })

  it('a closed account lets nobody act in it any more, also not in a tab that did', async () => {
    const body = { name: 'Gone', kind: 'CUSTOMER' }
    const made = (await (await world.api('POST', '/accounts/1/accounts', body)).json()) as {
      key: string
    }
    const page = await world.page()
    await page.goto(`${world.url}/portal/accounts`)
    await menuOf(page, 'Gone', 'Act in this account')
    await page.locator('[data-acting]').waitFor()
    await world.api('PUT', `/accounts/1/accounts/${made.key}/state`, {
      state: 'CLOSED',
      reason: 'Over.',
    })
    await page.reload()
    await page.locator('[data-figure]').first().waitFor()
    expect(await page.locator('[data-acting]').count()).toBe(0)
    await world.closePages()
  })

  /** Somebody who signed up, by the documented operations. */
  async function newcomer(email: string): Promise<Page> {
    const context = await world.context()
    const post = async (address: string, data: object) => {
      const answer = await context.request.post(world.url + address, {
        data,
        headers: { origin: world.url },
      })
      if (!answer.ok()) throw new Error(`${address}: ${answer.status()} ${await answer.text()}`)
    }
    await post('/accounts/1/sign-up', { email, name: 'Kim', ofAge: true, termsVersion: '1' })
    const token = await eventually('the mail with the link', async () => {
      const [head] = (await world.simulator.client.mails({ to: email })).results
      if (!head) return undefined
      return /#(\S+)/.exec((await world.simulator.client.mail(head.mailId)).text)?.[1]
    })
    const password = 'seven green umbrellas in May'
    await post('/accounts/1/confirm', { token, password })
    await post('/accounts/1/login', { email, password })
    return context.newPage()
  }

  it('somebody on trial verifies their number, and sends to it', async () => {
    const page = await newcomer('kim@example.org')
    await page.goto(`${world.url}/portal/`)
    await page.getByRole('link', { name: 'Verified numbers' }).click()
    await page.getByText('50 messages are left of your trial, 20 of them today.').waitFor()
    await page.getByRole('textbox', { name: 'Number' }).fill('+999100000123')
    await page.getByRole('button', { name: 'Send a code' }).click()
    const card = page.locator('[data-number="999100000123"]')
    await card.getByText('Waits for its code').waitFor()
    const code = await eventually('the code on the handset', async () => {
      const { results } = await world.simulator.client.messages({ number: '999100000123' })
      return results.flatMap((one) => /^(\d{6}) /.exec(one.text)?.[1] ?? [])[0]
    })
    await card.getByRole('textbox', { name: 'Code' }).fill(code === '000000' ? '000001' : '000000')
    await card.getByRole('button', { name: 'Confirm' }).click()
    await card.getByText('is not the code that was sent').waitFor()
    await card.getByRole('textbox', { name: 'Code' }).fill(code)
    await card.getByRole('button', { name: 'Confirm' }).click()
    await card.getByText('Verified', { exact: true }).waitFor()
    const message = {
      sender: 'Trunkline',
      destinations: [{ to: '999100000123' }, { to: '999100000124' }],
      content: { text: 'Hello' },
    }
    const sent = await page.context().request.post(`${world.url}/sms/3/messages`, {
      data: { messages: [message] },
      headers: { origin: world.url },
    })
    const { messages } = (await sent.json()) as { messages: { status: { id: number } }[] }
    expect(messages.map((one) => one.status.id)).toEqual([26, 18])
    expect(await page.getByRole('link', { name: 'Connections' }).count()).toBe(0)
    await world.closePages()
  })
})
