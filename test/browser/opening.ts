import type { Page } from 'playwright-core'
import type { World } from './world.ts'

/** The page again, as it is in an account below; what comes after is at home. */
export async function actBelow(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const answer = await fetch('/accounts/1/accounts')
    const { results } = (await answer.json()) as { results: { key: string }[] }
    sessionStorage.setItem('trunkline-account', results[0]!.key)
  })
  await page.reload()
  await page.locator('[data-no-access]').waitFor()
  await page.evaluate(() => sessionStorage.removeItem('trunkline-account'))
}

/** A second row to write in, and what is said to those that are empty. */
export async function addRow(page: Page): Promise<void> {
  await page.locator('main button:has(.tabler-icon-row-insert-bottom)').click()
  await page.locator('[data-new-prices] button[type=submit]').click()
  await page.locator('main [role=alert]').waitFor()
}

/** The first thing a page offers to do. */
export async function openFirst(page: Page): Promise<void> {
  await page.locator('main button:has(svg)').first().click()
  await page.getByRole('dialog').locator('form').waitFor()
}

export async function openOptions(page: Page): Promise<void> {
  await openSections(page)
  // Each that is switched on may bring another one.
  const off = page.locator('.mantine-Accordion-panel input[role=switch]:not(:checked)')
  while ((await off.count()) > 0) await off.first().check()
}
export async function openCalendar(page: Page): Promise<void> {
  await openOptions(page)
  await page.locator('[data-field=sendAt] .mantine-DateTimePicker-input').click()
  await page.getByRole('table').waitFor()
}
/** The draft of the page before may have opened some already. */
export async function openSections(page: Page): Promise<void> {
  const closed = page.locator('.mantine-Accordion-control[aria-expanded=false]')
  while ((await closed.count()) > 0) await closed.first().click()
}

/** A connection to an API told by templates, switched off. @returns its id */
export async function connectOverHttp(world: World): Promise<string> {
  const none = { errorAt: null, callbackListAt: null, callbackReply: null, receipt: null, inbound: null, signature: null } // prettier-ignore
  const made = await world.api('POST', '/operators/1/connections', {
    name: 'By templates',
    kind: 'HTTP',
    password: 'secret',
    enabled: false,
    http: {
      preset: 'GENERIC',
      generic: {
        method: 'POST',
        url: 'https://api.example.com/send',
        contentType: 'application/json',
        headers: [],
        body: '{"to":"{{to}}","text":"{{text}}"}',
        idAt: '/id',
        errors: [],
        ...none,
      },
    },
  })
  return String(((await made.json()) as { id: number }).id)
}
