import type { Page } from 'playwright-core'

/** The pages of the sending rules, for the tests that see every page. */
export const rulesPlaces = [
  { name: 'sending rules', address: at('settings'), ready: 'main form' },
  {
    name: 'sending rules, registrations',
    address: at('registrations'),
    ready: '[data-registration]',
  },
  { name: 'sending rules, keywords', address: at('keywords'), ready: '[data-answer]' },
  {
    name: 'sending rules, a country',
    address: at('countries'),
    ready: '[data-country]',
    open: async (page: Page): Promise<void> => {
      const country = page.locator('[data-country=AE]')
      await country.locator('button[aria-expanded]').click()
      await country.locator('button').first().click()
      await country.locator('form').waitFor()
    },
  },
  { name: 'sending rules, requests', address: at('requests'), ready: '[data-request]' },
]

function at(tab: string): string {
  return `/sending-rules?tab=${tab}`
}
