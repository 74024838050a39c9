import { useEffect, useEffectEvent, useRef } from 'react'
import { actsIn } from './acting.ts'
import { reach } from './reach.ts'

export type Topic = 'inbound' | 'counters' | 'connections' | 'handsets' | 'webhooks'
export interface StreamedEvent {
  seq: number
  at: string
  topic: Topic
  type: string
  id: string | null
  data: unknown
}
/** `renewed`: events were missed for longer than the server keeps them, or the link was down: read afresh. */
type Listener = (event: StreamedEvent | 'renewed') => void

const RETRY_MS_MIN = 500
const RETRY_MS_MAX = 15_000

const listeners = new Set<Listener>()
let socket: WebSocket | null = null
let retry: ReturnType<typeof setTimeout> | undefined
let retryMs = RETRY_MS_MIN
let lastSeq: number | null = null
let wasLive = false

/**
 * Opens the one socket of the page; it finds its way back after every fall and goes on where it stopped.
 * Naming no topics asks for all the session may follow.
 */
export function openStream(): () => void {
  lastSeq = null
  wasLive = false
  connect()
  addEventListener('online', hurry)
  return () => {
    removeEventListener('online', hurry)
    clearTimeout(retry)
    const closing = socket
    socket = null
    closing?.close()
    reach.events('off')
  }
}

function hurry(): void {
  if (reach.now().events === 'live') return
  clearTimeout(retry)
  retryMs = RETRY_MS_MIN
  connect()
}

function connect(): void {
  const asked = new URLSearchParams()
  if (lastSeq !== null) asked.set('after', String(lastSeq))
  const account = actsIn()
  if (account !== null) asked.set('account', account)
  const query = asked.size === 0 ? '' : `?${asked}`
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const opened = new WebSocket(`${scheme}://${location.host}/events/1/stream${query}`)
  const replaced = socket
  socket = opened
  replaced?.close()
  reach.events('connecting')
  opened.addEventListener('message', (message) => {
    if (socket === opened) receive(String(message.data))
  })
  opened.addEventListener('close', () => {
    if (socket !== opened) return
    reach.events('connecting')
    // A little chance keeps a thousand pages from coming back in the same instant.
    retry = setTimeout(connect, retryMs * (0.75 + Math.random() / 2))
    retryMs = Math.min(retryMs * 2, RETRY_MS_MAX)
  })
}

function receive(text: string): void {
  const message = JSON.parse(text) as Partial<StreamedEvent> & { type: string; seq?: number }
  if (message.type === 'hello' || message.type === 'reset') {
    retryMs = RETRY_MS_MIN
    reach.events('live')
    reach.reached()
    if (lastSeq === null || message.type === 'reset') lastSeq = message.seq ?? lastSeq
    if (wasLive || message.type === 'reset') tell('renewed')
    wasLive = true
    return
  }
  if (message.topic === undefined) return
  if (typeof message.seq === 'number' && message.seq > (lastSeq ?? 0)) lastSeq = message.seq
  tell(message as StreamedEvent)
}

function tell(event: StreamedEvent | 'renewed'): void {
  for (const listener of listeners) listener(event)
}

/** Calls back for each event while the component is on the page. */
export function useStream(listener: Listener): void {
  const current = useEffectEvent(listener)
  useEffect(() => {
    const own: Listener = (event) => current(event)
    listeners.add(own)
    return () => void listeners.delete(own)
  }, [])
}

const REFRESH_MS = 2_000

/**
 * Reads something again when events say that it changed: at once for the first, then at most every two seconds,
 * however fast they come, because a busy installation counts thousands of messages between two frames.
 */
export function useRefresh(topics: readonly Topic[], refresh: () => void): void {
  const current = useEffectEvent(refresh)
  const pause = useRef<{ timer: ReturnType<typeof setTimeout>; again: boolean } | null>(null)
  const run = () => {
    current()
    const begun = {
      again: false,
      timer: setTimeout(() => {
        pause.current = null
        if (begun.again) run()
      }, REFRESH_MS),
    }
    pause.current = begun
  }
  useStream((event) => {
    if (event !== 'renewed' && !topics.includes(event.topic)) return
    if (pause.current) pause.current.again = true
    else run()
  })
  useEffect(() => () => clearTimeout(pause.current?.timer), [])
}
