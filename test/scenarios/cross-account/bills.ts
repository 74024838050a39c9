import { contentHash, contentText, type Content } from '../../../src/billing/invoicing/document.ts'
import { uuidv7 } from '../../../src/core/ids.ts'
import type { Running } from '../../support/running.ts'
import type { CrossWorld, Party } from './world.ts'

interface Sale {
  buyer: number
  seller: number
}
let sequence = 900_000

/** A bill as the end of a month leaves it, without waiting for one. @returns its id */
async function makeInvoice({ running }: { running: Running }, sale: Sale): Promise<string> {
  const now = running.clock.now()
  const id = uuidv7(now.getTime())
  const number = `INV-2026-${++sequence}`
  const nobody = { address: [], country: null, vatId: null, email: null }
  const content: Content = {
    kind: 'invoice',
    number,
    issuedOn: '2026-11-01',
    dueOn: '2026-11-15',
    periodFrom: '2026-10-01',
    periodTo: '2026-10-31',
    language: 'en',
    currency: 'EUR',
    seller: { ...nobody, name: 'Seller', bank: [], registration: null },
    buyer: { ...nobody, name: `Buyer ${sale.buyer}` },
    extra: [],
    corrects: null,
    lines: [],
    netMicros: '100000000',
    taxableMicros: '100000000',
    vat: { reason: 'exempt', basisPoints: 0, vatMicros: '0' },
    roundingMicros: '0',
    payableMicros: '100000000',
    paidMicros: '0',
  }
  const text = contentText(content)
  await running.look(
    `insert into billing.documents (id, account_id, seller_id, kind, series, year, sequence, number, period_from, period_to,
       issued_on, due_on, currency, net_micros, vat_micros, rounding_micros, payable_micros, content, content_hash, issued_at,
       year_ended_at)
     values ($1, $2, $3, 'invoice', 'INV', 2026, $4, $5, '2026-10-01', '2026-10-31', '2026-11-01', '2026-11-15', 'EUR',
       100000000, 0, 0, 100000000, $6, $7, $8, '2027-01-01')`,
    [id, sale.buyer, sale.seller, sequence, number, text, contentHash(text), now],
  )
  await running.look(
    `insert into billing.receivables (document_id, account_id, seller_id, currency, net_micros, payable_micros, due_on)
     values ($1, $2, $3, 'EUR', 100000000, 100000000, '2026-11-15')`,
    [id, sale.buyer, sale.seller],
  )
  return id
}

/** A bill that its buyer challenged. */
async function makeDispute(
  world: { running: Running },
  sale: Sale,
): Promise<{ id: string; invoiceId: string }> {
  const invoiceId = await makeInvoice(world, sale)
  const id = uuidv7(world.running.clock.ms())
  await world.running.look(
    `insert into billing.disputes (id, account_id, seller_id, document_id, reason, state, opened_at)
     values ($1, $2, $3, $4, 'Too much', 'open', $5)`,
    [id, sale.buyer, sale.seller, invoiceId, world.running.clock.now()],
  )
  return { id, invoiceId }
}

/** Kinds of things that bills are made of; ids are made as those of all others. */
export function billKinds({
  uuid,
  hex32,
  named,
}: {
  uuid: () => string
  hex32: () => string
  named: (party: Party, what: string) => string
}) {
  const makeCustomer = (party: Party, world: CrossWorld) =>
    world.running.accounts.createAccount({
      name: named(party, 'customer'),
      parentId: party.accountId,
      prepaid: false,
    })
  const sale = async (party: Party, world: CrossWorld) => ({
    buyer: (await makeCustomer(party, world)).accountId,
    seller: party.accountId,
  })
  return {
    invoice: { make: (party: Party, world: CrossWorld) => makeInvoice(world, { buyer: party.accountId, seller: 1 }), unknown: uuid }, // prettier-ignore
    'challenged invoice': {
      make: async (party: Party, world: CrossWorld) => (await makeDispute(world, { buyer: party.accountId, seller: 1 })).invoiceId, // prettier-ignore
      unknown: uuid,
    },
    dispute: {
      make: async (party: Party, world: CrossWorld) => (await makeDispute(world, { buyer: party.accountId, seller: 1 })).id, // prettier-ignore
      unknown: uuid,
    },
    customer: {
      make: async (party: Party, world: CrossWorld) => (await makeCustomer(party, world)).key,
      unknown: hex32,
    },
    'customer with an invoice': {
      make: async (party: Party, world: CrossWorld) => {
        const { key, accountId } = await makeCustomer(party, world)
        await makeInvoice(world, { buyer: accountId, seller: party.accountId })
        return key
      },
      unknown: hex32,
    },
    'issued invoice': {
      make: async (party: Party, world: CrossWorld) => makeInvoice(world, await sale(party, world)),
      unknown: uuid,
    },
    'issued invoice challenged': {
      make: async (party: Party, world: CrossWorld) =>
        (await makeDispute(world, await sale(party, world))).invoiceId,
      unknown: uuid,
    },
    'received dispute': {
      make: async (party: Party, world: CrossWorld) =>
        (await makeDispute(world, await sale(party, world))).id,
      unknown: uuid,
    },
    'top-up': {
      make: async (party: Party) => {
        const begun = await party.call<{ id: string }>('POST', '/billing/1/top-ups', {
          amount: '10',
        })
        if (begun.status !== 201) throw new Error(`${begun.status} ${JSON.stringify(begun.body)}`)
        return begun.body.id
      },
      unknown: uuid,
    },
  }
}
