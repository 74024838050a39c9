import { useSyncExternalStore } from 'react'

const KEPT_AS = 'trunkline-first-steps'
const listeners = new Set<() => void>()

const read = (): boolean => {
  try {
    return localStorage.getItem(KEPT_AS) !== 'hidden'
  } catch {
    return true
  }
}

export function showFirstSteps(shown: boolean): void {
  try {
    localStorage.setItem(KEPT_AS, shown ? 'shown' : 'hidden')
  } catch {
    // Without storage the list stays.
  }
  for (const listener of listeners) listener()
}

export const useFirstStepsShown = (): boolean =>
  useSyncExternalStore((listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, read)
