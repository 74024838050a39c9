import type { Answer } from '../../support/running.ts'
import type { CrossWorld, Party } from './world.ts'

/** Prices and packages, which can be named. Bills are in `bills.ts`. */

interface Means {
  /** What an account calls its own things. */
  named(party: Party, what: string): string
  ok<Body>(asked: Promise<Answer<Body>>): Promise<Body>
  integer(): string
  hex32(): string
  makeBelow(party: Party): Promise<{ key: string }>
  remember(party: Party, has: Readonly<Record<string, string>>): void
}
interface Made {
  id: string | number
}

export const packageOf = (world: CrossWorld, name: string) => ({
  name,
  total: 10,
  validTo: new Date(world.running.clock.ms() + 30 * 86_400_000).toISOString(),
})

export function moneyKinds({ named, ok, integer, hex32, ...means }: Means) {
  /** Whoever asks for the package gets its account with it. */
  const pack = async (party: Party, world: CrossWorld) => {
    const { key } = await means.makeBelow(party)
    const body = packageOf(world, named(party, 'package'))
    const { id } = await ok(party.call<Made>('POST', `/billing/1/terms/${key}/packages`, body))
    const has = { 'account with a package': key, package: String(id) }
    means.remember(party, has)
    return has
  }
  return {
    'price list': {
      make: async (party: Party) => {
        const body = { name: named(party, 'prices'), currency: 'EUR' }
        return String((await ok(party.call<Made>('POST', '/billing/1/price-lists', body))).id)
      },
      unknown: integer,
    },
    package: {
      make: async (party: Party, world: CrossWorld) => (await pack(party, world)).package,
      unknown: integer,
    },
    'account with a package': {
      make: async (party: Party, world: CrossWorld) =>
        (await pack(party, world))['account with a package'],
      unknown: hex32,
    },
  }
}
