/**
 * Why personal data is kept, on which basis and for how long: one row for each kind of processing. Every personal column
 * names the rule it is kept under (`data-map.ts` of its module). Imports nothing of ours, so that every module may read it.
 */
export type Basis =
  | 'consent'
  | 'contract'
  | 'legitimate interest'
  | 'legal obligation'
  | "the customer's own"
  | 'undecided'
  | 'none'

/**
 * controller: the company that runs this installation decides why; processor: its customer does.
 */
export type Role = 'controller' | 'processor'

/** How long after its clock. `undecided`: the company has to say so before anything may be purged under the rule. */
export type Period =
  | `${number} ${'days' | 'months' | 'years'}`
  | 'while it lasts'
  | 'as instructed'
  | 'as consented'
  | 'undecided'
  | 'no limit'

export interface Rule {
  id: string
  purpose: string
  bases: readonly Basis[]
  roles: readonly Role[]
  /** The event that starts the clock; null where nothing runs out. */
  clock: string | null
  keep: Period
}

type Row = readonly [
  id: string,
  purpose: string,
  bases: string,
  clock: string | null,
  keep: Period,
  roles?: string,
]

const basisOf: Readonly<Record<string, Basis>> = {
  CON: 'consent',
  CTR: 'contract',
  LI: 'legitimate interest',
  LO: 'legal obligation',
  CUS: "the customer's own",
  '?': 'undecided',
  '-': 'none',
}

// CON consent · CTR contract or the steps before one · LI legitimate interest · LO legal obligation ·
// CUS the customer's own · ? to be decided · - none is needed.
// prettier-ignore
const rows = [
  // Customers, their users, and the people they write to
  ['P01', 'Run the agreement with a customer and its account', 'CTR LI', 'account closed', '7 years'],
  ['P02', "Let the people of a customer's account in", 'LI CTR', 'account closed or user removed', '12 months'],
  ['P03', 'Tell who may act in an account: names, password hashes, keys', 'CTR LI', 'account closed or user removed', '12 months'],
  ['P04', 'Charge a customer and invoice it', 'CTR LI LO', 'account closed', '7 years'],
  ['P05', 'Reach the people who represent a company', 'LI', 'account closed', '7 years'],
  ['P06', "Run the accounts of a reseller's customers", 'LI CTR', 'account closed', '12 months'],
  ['P07', 'Keep service agreements for finance and tax law', 'LO LI', 'end of the year in which the account closed', '10 years'],
  ['P08', 'Keep invoices for finance and tax law', 'LO', 'end of the invoicing year', '10 years'],
  ['P09', 'Answer requests for support', 'LI CTR', 'ticket closed', '7 years'],
  ['P10', "Carry messages: the end user's side of each communication", 'CTR LI LO', 'date of the communication', '12 months', 'processor controller'],
  ['P11', "Account for messages: the customer's side of each communication", 'LO', 'date of the communication', '10 years'],
  ['P12', 'Hold what is said, and what customers upload, for the service only', 'CUS', 'as the customer instructs', 'as instructed', 'processor'],
  ['P13', 'Secure accounts and networks: addresses, commands, activity', 'LI', 'each event', 'undecided'],
  ['P14', 'Improve product and support by how it is used', 'LI', 'each event', '25 months'],
  ['P15', 'Analyse figures in which nobody can be told apart', '-', null, 'no limit'],
  // Suppliers
  ['P20', 'Buy from a supplier who is a person', 'CTR', 'business relationship ended', '7 years'],
  ['P21', "Reach a supplier's contact people", 'LI', 'business relationship ended', '12 months'],
  ['P22', 'Keep agreements with suppliers', 'LO LI', 'business relationship ended', '10 years'],
  ['P23', 'Keep invoices of suppliers', 'LO', 'end of the invoicing year', '10 years'],
  // Those who may become customers or suppliers
  ['P30', 'Answer those who wrote first', 'LI CTR', 'last communication', '6 months'],
  ['P31', 'Write to likely customers found in public sources', 'LI', 'last communication', '6 months'],
  ['P32', 'Negotiate and tender', 'LI CTR', 'last communication', '6 months'],
  // News
  ['P40', 'Send the newsletter that was asked for', 'CON', 'unsubscribed', 'while it lasts'],
  ['P41', 'Send product news to the staff of customers and suppliers', 'LI', 'agreement ended or objection', 'while it lasts'],
  ['P42', 'Never write again to those who withdrew consent', 'LI', 'subscribed again', 'while it lasts'],
  ['P43', 'Never write again to business contacts who objected', 'LI', 'business relationship ended', 'while it lasts'],
  ['P44', 'Learn whether news is opened and followed', '?', 'each event', 'undecided'],
  // Events
  ['P50', 'Hold webinars', 'CON', 'day of the webinar', '18 months'],
  ['P51', 'Invite to events and keep places', 'CON', 'day of the event', '3 years'],
  ['P52', 'Organise arrival and lodging', 'CON', 'day of the event', '60 days'],
  ['P53', 'Cater for dietary needs', 'CON', 'day of the event', '60 days'],
  ['P54', 'Write visa letters, and nothing else', 'CON LO', 'as the law of the country says', 'undecided'],
  ['P55', 'Invite former participants again', 'LI', 'day of the event', 'undecided'],
  ['P56', 'Promote events with pictures of them', 'LI', 'day of the event', 'undecided'],
  ['P57', 'Invite a person whom an organisation wants to send', 'LI', 'registered, or day of the event', 'undecided'],
  // Research
  ['P60', 'Invite to market research', 'LI', 'invitation sent', 'undecided'],
  ['P61', 'Learn from answers that name nobody', 'CON', 'answer received', 'undecided'],
  ['P62', 'Invite users to product research', 'LI', 'invitation sent', 'undecided'],
  ['P63', 'Record product research', 'CON', 'day of the session', 'undecided'],
  // Visitors and applicants
  ['P70', 'Count visitors and keep the website up', 'LI CON', 'each event', 'undecided'],
  ['P80', 'Choose among applicants', 'CON', 'consent given', 'as consented'],
  ['P81', 'Ask a recommended candidate for consent, once', 'LI', 'the asking e-mail received', '30 days'],
  ['P82', 'Keep what was said about a candidate', 'LI CON LO', 'consent given', 'as consented'],
  ['P83', 'Check the background of a candidate where the law allows it', 'LI CON LO', 'consent given', 'as consented'],
  ['P84', 'Hand a hired person over to staff administration', 'CTR', 'hired', 'while it lasts'],
] as const satisfies readonly Row[]

export type RuleId = (typeof rows)[number][0]

export const rules: readonly (Rule & { id: RuleId })[] = rows.map((row) => {
  const [id, purpose, bases, clock, keep, roles]: Row = row
  return {
    id: id as RuleId,
    purpose,
    bases: bases.split(' ').map((one) => basisOf[one]!),
    roles: (roles ?? 'controller').split(' ') as Role[],
    clock,
    keep,
  }
})
