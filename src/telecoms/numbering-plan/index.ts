/** Which country and mobile network a number belongs to, by the numbering plan. */
export { type NumberNetwork, countries, networkByMccMnc, networkOf, networks } from './look-up.ts'
export { type Network, type PlanCountry, PlanFault } from './plan.ts'
