import { secretToken } from '../../core/ids.ts'

/** Asks the name system for the texts of a name, each in its parts (RFC 1035 §3.3.14). */
export type ResolveTxt = (name: string) => Promise<string[][]>

const DOMAIN =
  /^(?=.{3,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/** @returns in lower case; null when the text is no domain name */
export function readDomain(text: string): string | null {
  const plain = text.trim().toLowerCase().replace(/^@/, '')
  return DOMAIN.test(plain) ? plain : null
}

export const newDomainProof = (): string => secretToken()

/** What whoever owns the domain puts into its zone. */
export const domainRecord = (domain: string, proof: string) => ({
  name: `_trunkline.${domain}`,
  type: 'TXT',
  value: `trunkline-verification=${proof}`,
})

/** Whether the domain's name server says that it belongs to the account that has this proof. */
export async function isProved(
  resolveTxt: ResolveTxt,
  domain: string,
  proof: string,
): Promise<boolean> {
  const { name, value } = domainRecord(domain, proof)
  const found = await resolveTxt(name).catch(() => [])
  return found.some((parts) => parts.join('') === value)
}
