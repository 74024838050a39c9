import { useNavigate } from '@tanstack/react-router'
import { useEffect, useEffectEvent } from 'react'

/** After `g`, one of these within the time below. */
export const places = {
  o: '/',
  c: '/compose',
  m: '/messages',
  i: '/inbound',
  n: '/connections',
  h: '/handsets',
  k: '/api-keys',
} as const
const SECOND_KEY_MS_MAX = 1_200
const KEPT_AS = 'trunkline-shortcuts'

export function shortcutsWanted(): boolean {
  try {
    return localStorage.getItem(KEPT_AS) !== 'off'
  } catch {
    return true
  }
}
export function wantShortcuts(wanted: boolean): void {
  try {
    localStorage.setItem(KEPT_AS, wanted ? 'on' : 'off')
  } catch {
    // Without storage they stay on.
  }
}

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** Keys that lead to pages. They keep quiet while somebody writes, and can be switched off in the help. */
export function useShortcuts(toggleHelp: () => void): void {
  const navigate = useNavigate()
  const help = useEffectEvent(toggleHelp)
  useEffect(() => {
    let armed: ReturnType<typeof setTimeout> | undefined
    const press = (event: KeyboardEvent) => {
      if (
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isWriting(event.target) ||
        !shortcutsWanted()
      )
        return
      if (event.key === '?') return help()
      if (armed !== undefined && event.key in places) {
        event.preventDefault()
        void navigate({ to: places[event.key as keyof typeof places] })
      }
      clearTimeout(armed)
      armed =
        event.key === 'g' ? setTimeout(() => (armed = undefined), SECOND_KEY_MS_MAX) : undefined
    }
    addEventListener('keydown', press)
    return () => {
      removeEventListener('keydown', press)
      clearTimeout(armed)
    }
  }, [navigate])
}
