import { useFormat } from '../language/format.ts'

/** Decimal texts of the server, as money in the reader's language. Seven digits before the point are exact. */
export function useAmount(): (amount: string, currency: string) => string {
  const format = useFormat()
  return (amount, currency) => format.money(Number(amount), currency)
}
