const MICROS = 1_000_000n
const AMOUNT = /^(-?)(\d{1,12})(?:\.(\d{1,6}))?$/

/** Reads a decimal amount such as `12.5` or `-0.045`, up to six decimals. @returns millionths; null: it is none */
export function parseAmount(text: string): bigint | null {
  const match = AMOUNT.exec(text.trim())
  if (!match) return null
  const [, sign, whole, decimals = ''] = match
  const micros = BigInt(whole!) * MICROS + BigInt(decimals.padEnd(6, '0'))
  return sign === '-' ? -micros : micros
}

/** Writes millionths as a decimal amount, without zeros at its end. */
export function amountText(micros: bigint): string {
  const size = micros < 0n ? -micros : micros
  const decimals = String(size % MICROS)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${micros < 0n ? '-' : ''}${size / MICROS}${decimals === '' ? '' : `.${decimals}`}`
}

/** For operations of the compatible API, whose amounts are JSON numbers. */
export const amountNumber = (micros: bigint): number => Number(amountText(micros))
