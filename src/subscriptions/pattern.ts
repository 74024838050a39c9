import { createContext, Script } from 'node:vm'

const context = createContext({ pattern: '', text: '' })
const test = new Script('new RegExp(pattern).test(text)')

/**
 * Whether a text matches a pattern that a customer wrote. One that takes longer than `msMax` does not: a pattern that
 * tries for ever would stop the whole program, so it runs where it can be ended.
 */
export function matches(pattern: string, text: string, msMax: number): boolean {
  Object.assign(context, { pattern, text })
  try {
    return test.runInContext(context, { timeout: msMax }) === true
  } catch {
    return false
  } finally {
    Object.assign(context, { pattern: '', text: '' })
  }
}

export function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern) instanceof RegExp
  } catch {
    return false
  }
}
