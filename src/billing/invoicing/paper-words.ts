import type { DocumentKind, Line } from './document.ts'
import type { VatReason } from './vat.ts'

export interface PaperWords {
  titles: Readonly<Record<DocumentKind, string>>
  number: string
  issuedOn: string
  dueOn: string
  period: string
  buyer: string
  vatId: string
  registration: string
  corrects: string
  reason: string
  description: string
  quantity: string
  unitPrice: string
  amount: string
  net: string
  taxable: string
  rounding: string
  vat: string
  total: string
  paid: string
  open: string
  bank: string
  pageOf: (page: number, pages: number) => string
  carriedOver: string
  correctionOf: (month: string) => string
  /** One that was sold; `components.package` is what was used of it. */
  package: string
  components: Readonly<Record<NonNullable<Line['component']>, string>>
  directions: Readonly<Record<NonNullable<Line['direction']>, string>>
  units: Readonly<Record<Line['unit'], string>>
  notes: Readonly<Record<VatReason, string>>
}

const en: PaperWords = {
  titles: {
    invoice: 'Invoice',
    receipt: 'Receipt (invoice for a prepayment)',
    statement: 'Statement of usage',
    'credit-note': 'Credit note',
  },
  number: 'Number',
  issuedOn: 'Issued on',
  dueOn: 'Due on',
  period: 'Period',
  buyer: 'To',
  vatId: 'VAT ID',
  registration: 'Registration',
  corrects: 'Corrects',
  reason: 'Reason',
  description: 'Description',
  quantity: 'Quantity',
  unitPrice: 'Unit price',
  amount: 'Amount',
  net: 'Sum of lines',
  taxable: 'Net sum',
  rounding: 'Rounding',
  vat: 'VAT',
  total: 'Total',
  paid: 'Paid',
  open: 'To be paid',
  bank: 'Bank account',
  pageOf: (page, pages) => `Page ${page} of ${pages}`,
  carriedOver: 'Continued',
  correctionOf: (month) => `Correction for ${month}`,
  package: 'Package',
  components: { base: 'Price', surcharge: 'Surcharge', package: 'From a package' },
  directions: { MT: 'sent', MO: 'received' },
  units: { part: 'parts', message: 'messages', item: '' },
  notes: {
    standard: '',
    'reverse-charge': 'Reverse charge: the recipient of the service owes the VAT.',
    exempt: 'No VAT is charged.',
    outside: 'Not subject to VAT in the country of the seller.',
  },
}

const ja: PaperWords = {
  titles: {
    invoice: '請求書',
    receipt: '領収書（前払い分の請求書）',
    statement: '利用明細書',
    'credit-note': '返還請求書（クレジットノート）',
  },
  number: '番号',
  issuedOn: '発行日',
  dueOn: '支払期限',
  period: '対象期間',
  buyer: '宛先',
  vatId: '税務登録番号',
  registration: '登記番号',
  corrects: '訂正対象',
  reason: '理由',
  description: '内容',
  quantity: '数量',
  unitPrice: '単価',
  amount: '金額',
  net: '明細合計',
  taxable: '税抜合計',
  rounding: '端数調整',
  vat: '消費税',
  total: '合計',
  paid: '支払済み',
  open: 'お支払額',
  bank: '振込先',
  pageOf: (page, pages) => `${page} / ${pages} ページ`,
  carriedOver: '続き',
  correctionOf: (month) => `${month} 分の訂正`,
  package: 'パッケージ',
  components: { base: '基本料金', surcharge: '追加料金', package: 'パッケージ利用分' },
  directions: { MT: '送信', MO: '受信' },
  units: { part: 'パート', message: '通', item: '' },
  notes: {
    standard: '',
    'reverse-charge': 'リバースチャージ方式：サービスの受領者が納税義務を負います。',
    exempt: '税は課されません。',
    outside: '販売者の国では課税対象外です。',
  },
}

export const paperWords: Readonly<Record<'en' | 'ja', PaperWords>> = { en, ja }
