import { readFile } from 'node:fs/promises'
import { unpackWoff } from './woff.ts'

/** Noto Sans (OFL 1.1, beside them), by script; the first that has a character writes it. */
const noto = ['noto-sans-latin-ext', 'noto-sans-jp', 'noto-sans-cyrillic', 'noto-sans-greek', 'noto-sans-vietnamese'] as const // prettier-ignore
export type NotoFace = (typeof noto)[number]
/** Faces by the names a document knows them by. */
export type Face = 'Helvetica' | 'Helvetica-Bold' | NotoFace

let fonts: Promise<readonly { face: NotoFace; font: Buffer }[]> | null = null

/** Read and unpacked once. */
export const notoFonts = (): Promise<readonly { face: NotoFace; font: Buffer }[]> =>
  (fonts ??= Promise.all(
    noto.map(async (face) => ({
      face,
      font: unpackWoff(await readFile(new URL(`./font/${face}.woff`, import.meta.url))),
    })),
  ))

/** What a document can do with text: pdfkit's, as far as it is needed here. */
export interface Canvas {
  widthOf(text: string, face: Face, size: number): number
  /** The face that has a character Helvetica has not; undefined when none has it. */
  faceFor(codePoint: number): NotoFace | undefined
}

export interface Run {
  text: string
  face: Face
}

/** Beside ASCII and Latin-1. Source: ISO 32000-1 annex D.2, WinAnsiEncoding. */
const WIN_ANSI_REST = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ')
const isLatin = (character: string): boolean =>
  /^[\u0020-\u007E\u00A0-\u00FF]$/.test(character) || WIN_ANSI_REST.has(character)

/**
 * Cuts a text where the face changes: what Helvetica has is written in it, the rest in a face that has it, and what none
 * has (Arabic, Thai, Korean, rare name characters) is a question mark on paper. The data of the document keeps it.
 */
export function runsOf(canvas: Canvas, text: string, bold: boolean): Run[] {
  const latin: Face = bold ? 'Helvetica-Bold' : 'Helvetica'
  const runs: Run[] = []
  for (const character of text.normalize('NFC').replace(/\s+/g, ' ')) {
    const found = isLatin(character) ? latin : canvas.faceFor(character.codePointAt(0) ?? 0)
    const face = found ?? latin
    const written = found === undefined ? '?' : character
    const last = runs.at(-1)
    if (last?.face === face) last.text += written
    else runs.push({ text: written, face })
  }
  return runs
}

export const widthOfRuns = (canvas: Canvas, runs: readonly Run[], size: number): number =>
  runs.reduce((sum, run) => sum + canvas.widthOf(run.text, run.face, size), 0)

/** Where a line may end: after a blank or a hyphen, and beside any character of a script without blanks. */
const PIECES =
  /[\u3000-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF]|[^\s\u3000-\u9FFF\uF900-\uFAFF\uFF00-\uFFEF-]+-?|-|\s+/gu

/** Breaks a text into lines that fit; a word that is too long by itself is cut. @param linesMax further text is left out */
export function linesOf(
  canvas: Canvas,
  text: string,
  size: number,
  width: number,
  linesMax: number,
): string[] {
  const fits = (line: string) => widthOfRuns(canvas, runsOf(canvas, line, false), size) <= width
  const lines: string[] = []
  let line = ''
  for (const piece of text.match(PIECES) ?? []) {
    if (fits(line + piece)) line += piece
    else {
      if (line.trim() !== '') lines.push(line.trim())
      line = piece.trimStart()
      while (!fits(line)) {
        const cut = longestFitting(line, fits)
        lines.push(line.slice(0, cut))
        line = line.slice(cut)
      }
    }
    if (lines.length >= linesMax) return lines.slice(0, linesMax)
  }
  if (line.trim() !== '') lines.push(line.trim())
  return lines.slice(0, linesMax)
}

function longestFitting(text: string, fits: (text: string) => boolean): number {
  let cut = text.length - 1
  while (cut > 1 && !fits(text.slice(0, cut))) cut--
  return cut
}
