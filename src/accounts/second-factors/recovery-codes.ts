import { randomBytes } from 'node:crypto'

export const RECOVERY_CODES = 10
/** Crockford's base32: no I, L, O or U, which are mistaken for others. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const CHARACTERS = 10

/** Ten codes of 50 bits each, as `XXXXX-XXXXX`. */
export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, newCode)

function newCode(): string {
  // 32 letters: five bits of each octet are as even as the octet.
  const letters = [...randomBytes(CHARACTERS)].map((octet) => ALPHABET[octet & 31]).join('')
  return `${letters.slice(0, CHARACTERS / 2)}-${letters.slice(CHARACTERS / 2)}`
}

/** What people make of a code when they copy it by hand is read as what it was. @returns null when it cannot be one */
export function readRecoveryCode(text: string): string | null {
  const plain = text
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(plain) ? plain : null
}
