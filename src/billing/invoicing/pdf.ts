import PDFDocument from 'pdfkit'
import { decimalText } from './currency.ts'
import type { Content, Line } from './document.ts'
import { paperWords, type PaperWords } from './paper-words.ts'
import { linesOf, runsOf, notoFonts, widthOfRuns, type Canvas, type Face } from './paper-text.ts'

// Points, 1/72 of an inch. A4 is 595.28 × 841.89.
const LEFT = 48
const RIGHT = 547
const TOP = 48
const BOTTOM = 780
const TEXT = 9
const LEADING = 12.5
const ADDRESS_LINES_MAX = 8
const DESCRIPTION_LINES_MAX = 4

/** Right edges of the figures; the description takes what is left of them. */
const columns = { description: 270, quantity: 365, unitPrice: 455, amount: RIGHT }

/**
 * The document on A4, text selectable, fonts embedded as far as they are not every reader's own. The same content always
 * gives the same octets: nothing in it depends on when or where it is made.
 */
export async function paper(content: Content): Promise<Buffer> {
  const words = paperWords[content.language]
  const document = new PDFDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    lang: content.language,
    displayTitle: true,
    info: {
      Title: `${words.titles[content.kind]} ${content.number}`,
      Author: content.seller.name,
      Subject: `${content.periodFrom} – ${content.periodTo}`,
      CreationDate: new Date(`${content.issuedOn}T00:00:00Z`),
      ModDate: new Date(`${content.issuedOn}T00:00:00Z`),
    },
  })
  const octets: Buffer[] = []
  const ended = new Promise<void>((resolve, reject) => {
    document.on('data', (part: Buffer) => octets.push(part))
    document.on('end', resolve)
    document.on('error', reject)
  })
  new Paper(document, content, words, await canvasOf(document)).write()
  document.end()
  await ended
  return Buffer.concat(octets)
}

interface Style {
  size?: number
  bold?: boolean
  colour?: string
}

class Paper {
  readonly #document: PDFKit.PDFDocument
  readonly #content: Content
  readonly #words: PaperWords
  readonly #canvas: Canvas
  #y = TOP

  constructor(document: PDFKit.PDFDocument, content: Content, words: PaperWords, canvas: Canvas) {
    this.#document = document
    this.#content = content
    this.#words = words
    this.#canvas = canvas
  }

  write(): void {
    this.#head()
    this.#tableHead()
    for (const line of this.#content.lines) this.#line(line)
    this.#totals()
    this.#closing()
    this.#pageNumbers()
  }

  #head(): void {
    const { seller, buyer } = this.#content
    this.#text(seller.name, LEFT, { size: 15, bold: true })
    this.#y += 20
    for (const one of [...addressOf(seller), ...this.#ids(seller.vatId, seller.registration)])
      this.#wrapped(one, LEFT, 240, { colour: '#444444' })
    const sellerEnd = this.#y
    this.#y = TOP
    this.#facts()
    this.#y = Math.max(this.#y, sellerEnd) + 14
    this.#text(this.#words.buyer, LEFT, { colour: '#444444' })
    this.#y += LEADING
    for (const one of [buyer.name, ...addressOf(buyer), ...this.#ids(buyer.vatId, null)])
      this.#wrapped(one, LEFT, 300, {})
    for (const { label, value } of this.#content.extra)
      this.#wrapped(`${label}: ${value}`, LEFT, 480, {})
    this.#y += 14
    this.#wrapped(this.#words.titles[this.#content.kind], LEFT, 480, { size: 16, bold: true })
    this.#y += 10
    if (this.#content.corrects) {
      const { number, issuedOn, reason } = this.#content.corrects
      this.#wrapped(`${this.#words.corrects}: ${number} (${issuedOn})`, LEFT, 480, {})
      this.#wrapped(`${this.#words.reason}: ${reason}`, LEFT, 480, {})
      this.#y += 6
    }
  }

  #facts(): void {
    const { number, issuedOn, dueOn, periodFrom, periodTo } = this.#content
    const period = periodFrom === periodTo ? periodFrom : `${periodFrom} – ${periodTo}`
    const facts: [string, string | null][] = [
      [this.#words.number, number],
      [this.#words.issuedOn, issuedOn],
      [this.#words.dueOn, dueOn],
      [this.#words.period, period],
    ]
    for (const [label, value] of facts) {
      if (value === null) continue
      this.#text(label, 330, { colour: '#444444' })
      this.#right(value, RIGHT, {})
      this.#y += LEADING
    }
  }

  #ids(vatId: string | null, registration: string | null): string[] {
    return [
      ...(vatId === null ? [] : [`${this.#words.vatId}: ${vatId}`]),
      ...(registration === null ? [] : [`${this.#words.registration}: ${registration}`]),
    ]
  }

  #tableHead(): void {
    const bold = { bold: true }
    this.#text(this.#words.description, LEFT, bold)
    this.#right(this.#words.quantity, columns.quantity, bold)
    this.#right(this.#words.unitPrice, columns.unitPrice, bold)
    this.#right(`${this.#words.amount} (${this.#content.currency})`, columns.amount, bold)
    this.#y += LEADING
    this.#rule()
    this.#y += 5
  }

  #line(line: Line): void {
    const lines = linesOf(
      this.#canvas,
      describe(line, this.#words),
      TEXT,
      columns.description - LEFT,
      DESCRIPTION_LINES_MAX,
    )
    if (this.#y + Math.max(1, lines.length) * LEADING > BOTTOM) {
      this.#newPage()
      this.#tableHead()
    }
    const unit = this.#words.units[line.unit]
    this.#right(`${grouped(line.quantity)}${unit === '' ? '' : ` ${unit}`}`, columns.quantity, {})
    if (line.unitMicros !== null) this.#right(this.#money(line.unitMicros), columns.unitPrice, {})
    this.#right(this.#money(line.amountMicros), columns.amount, {})
    for (const one of lines) {
      this.#text(one, LEFT, {})
      this.#y += LEADING
    }
    this.#y += 2
  }

  #totals(): void {
    const { content, words } = { content: this.#content, words: this.#words }
    const rate = `${decimalText(BigInt(content.vat.basisPoints) * 10_000n, 'JPY')} %`
    const open = (BigInt(content.payableMicros) - BigInt(content.paidMicros)).toString()
    const isStatement = content.kind === 'statement'
    const rows: [string, string, boolean][] = [
      [words.net, content.netMicros, isStatement],
      ...(content.roundingMicros === '0' || isStatement
        ? []
        : [[words.rounding, content.roundingMicros, false] as [string, string, boolean]]),
      ...(isStatement
        ? []
        : ([
            [words.taxable, content.taxableMicros, false],
            [`${words.vat} ${rate}`, content.vat.vatMicros, false],
            [words.total, content.payableMicros, true],
          ] as [string, string, boolean][])),
      ...(content.kind === 'invoice' || content.kind === 'receipt'
        ? ([
            [words.paid, content.paidMicros, false],
            [words.open, open, true],
          ] as [string, string, boolean][])
        : []),
    ]
    if (this.#y + (rows.length + 1) * (LEADING + 2) > BOTTOM) this.#newPage()
    this.#rule()
    this.#y += 6
    for (const [label, micros, bold] of rows) {
      this.#text(label, 330, { bold })
      this.#right(`${this.#money(micros)} ${content.currency}`, RIGHT, { bold })
      this.#y += LEADING + 2
    }
  }

  #closing(): void {
    const note = this.#words.notes[this.#content.vat.reason]
    const bank = this.#content.kind === 'invoice' ? this.#content.seller.bank : []
    const needed = (bank.length + 3) * LEADING
    if (this.#y + needed > BOTTOM) this.#newPage()
    this.#y += 12
    if (note !== '' && this.#content.kind !== 'statement') this.#wrapped(note, LEFT, 480, {})
    if (bank.length === 0) return
    this.#y += 8
    this.#wrapped(this.#words.bank, LEFT, 480, { bold: true })
    for (const one of bank) this.#wrapped(one, LEFT, 480, {})
  }

  #pageNumbers(): void {
    const { start, count } = this.#document.bufferedPageRange()
    for (let page = start; page < start + count; page++) {
      this.#document.switchToPage(page)
      this.#y = 800
      this.#text(`${this.#content.number} · ${this.#content.seller.name}`, LEFT, {
        size: 8,
        colour: '#444444',
      })
      this.#right(this.#words.pageOf(page + 1, count), RIGHT, { size: 8, colour: '#444444' })
    }
  }

  #newPage(): void {
    this.#document.addPage()
    this.#y = TOP
    this.#text(`${this.#content.number} · ${this.#words.carriedOver}`, LEFT, { colour: '#444444' })
    this.#y += LEADING * 2
  }

  #money(micros: string): string {
    return grouped(decimalText(BigInt(micros), this.#content.currency))
  }

  #rule(): void {
    this.#document.moveTo(LEFT, this.#y).lineTo(RIGHT, this.#y).lineWidth(0.5).stroke('#888888')
  }

  #wrapped(text: string, x: number, width: number, style: Style): void {
    const size = style.size ?? TEXT
    for (const line of linesOf(this.#canvas, text, size, width, ADDRESS_LINES_MAX)) {
      this.#text(line, x, style)
      this.#y += size * 1.4
    }
  }

  #right(text: string, edge: number, style: Style): void {
    const runs = runsOf(this.#canvas, text, style.bold ?? false)
    this.#text(text, edge - widthOfRuns(this.#canvas, runs, style.size ?? TEXT), style)
  }

  #text(text: string, x: number, { size = TEXT, bold = false, colour = '#000000' }: Style): void {
    let at = x
    for (const run of runsOf(this.#canvas, text, bold)) {
      // Faces sit differently in their boxes: all are put on one base line.
      this.#document
        .font(run.face, size)
        .fillColor(colour)
        .text(run.text, at, this.#y + size, { lineBreak: false, baseline: 'alphabetic' })
      at += this.#canvas.widthOf(run.text, run.face, size)
    }
  }
}

async function canvasOf(document: PDFKit.PDFDocument): Promise<Canvas> {
  const faces = (await notoFonts()).map(({ face, font }) => {
    document.registerFont(face, font).font(face)
    return { face, glyphs: glyphsOf(document) }
  })
  return {
    widthOf: (text: string, face: Face, size: number) =>
      document.font(face, size).widthOfString(text),
    faceFor: (codePoint: number) =>
      faces.find(({ glyphs }) => glyphs.hasGlyphForCodePoint(codePoint))?.face,
  }
}

interface Glyphs {
  hasGlyphForCodePoint(codePoint: number): boolean
}
/** The font in use; its type is not among those pdfkit declares. */
const glyphsOf = (document: PDFKit.PDFDocument): Glyphs =>
  (document as unknown as { _font: { font: Glyphs } })._font.font

const addressOf = (party: Content['seller'] | Content['buyer']): string[] => [
  ...party.address,
  ...(party.country === null ? [] : [party.country]),
]

const componentOf = ({ component, unit }: Line, words: PaperWords): string | null => {
  if (component === null) return null
  return component === 'package' && unit === 'item' ? words.package : words.components[component]
}

/** What a line is for, never for whom. */
export function describe(line: Line, words: PaperWords): string {
  const parts = [
    line.kind === 'correction' && line.month !== null ? words.correctionOf(line.month) : null,
    line.channel,
    line.direction === null ? null : words.directions[line.direction],
    [line.country, line.network].filter((one) => one !== null).join(' ') || null,
    componentOf(line, words),
    line.name === '' ? null : line.name,
  ]
  return parts.filter((one) => one !== null).join(' · ')
}

/** Thousands set off by commas, as in both languages. */
function grouped(text: string): string {
  const [whole = '', fraction] = text.split('.')
  const marked = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return fraction === undefined ? marked : `${marked}.${fraction}`
}
