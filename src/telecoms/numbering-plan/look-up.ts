import { type DigitTrie, type Msisdn, countryOf, digitTrie } from '../../protocols/e164/index.ts'
import { type Network, type Plan, type PlanCountry, readPlan } from './plan.ts'

/** The network a number was first assigned to: portability is not known to a numbering plan. */
export interface NumberNetwork {
  /** Null for the simulator's numbers. */
  countryIso: string | null
  mcc: string
  /** Null when the plan does not tell the network; `mcc` is then the country's main one. */
  mnc: string | null
  networkName: string | null
  source: 'plan'
}

export interface CompiledPlan extends Plan {
  trie: DigitTrie
  /** One object per network and per country, handed out again and again. */
  answers: readonly NumberNetwork[]
  countryAnswers: ReadonlyMap<string, NumberNetwork>
  byMccMnc: ReadonlyMap<string, Network>
}

let compiled: CompiledPlan | undefined

/** Read and compiled at the first use. */
function plan(): CompiledPlan {
  compiled ??= compile(readPlan())
  return compiled
}

export function compile(read: Plan): CompiledPlan {
  return {
    ...read,
    trie: digitTrie(read.prefixes),
    answers: read.networks.map(({ countryIso, mcc, mnc, name }) =>
      Object.freeze({ countryIso, mcc, mnc, networkName: name, source: 'plan' as const }),
    ),
    countryAnswers: new Map(
      read.countries.flatMap(({ iso, mccs: [mcc] }) =>
        mcc === undefined
          ? []
          : [
              [
                iso,
                Object.freeze({
                  countryIso: iso,
                  mcc,
                  mnc: null,
                  networkName: null,
                  source: 'plan' as const,
                }),
              ],
            ],
      ),
    ),
    byMccMnc: new Map(read.networks.map((network) => [network.mccMnc, network])),
  }
}

/**
 * Network of a number by its prefix. Where the plan knows none: the country's MCC and no network,
 * never a guess. Null for numbers without a country (satellite, international freephone, …).
 * The answer is shared and frozen; some ten million a second.
 */
export const networkOf = (msisdn: Msisdn): NumberNetwork | null => findNetwork(plan(), msisdn)

export function findNetwork(
  { trie, answers, countryAnswers }: CompiledPlan,
  msisdn: Msisdn,
): NumberNetwork | null {
  const index = trie.find(msisdn)
  const answer = answers[index]
  const { countryIso } = countryOf(msisdn)
  // A prefix of the larger country must not swallow one that shares its calling code.
  if (answer && answer.countryIso === countryIso) return answer
  return countryIso === null ? null : (countryAnswers.get(countryIso) ?? null)
}

/** All countries, by ISO code. */
export const countries = (): readonly PlanCountry[] => plan().countries

/** All networks the plan names, by country. */
export const networks = (): readonly Network[] => plan().networks

/** @param mccMnc five or six digits, MCC and MNC together */
export const networkByMccMnc = (mccMnc: string): Network | null =>
  plan().byMccMnc.get(mccMnc) ?? null
