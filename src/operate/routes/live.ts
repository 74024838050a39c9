import type { App } from '../../core/http/index.ts'
import type { Live } from '../live.ts'
import { Live as WireLive } from '../wire.ts'

/** `/operate/1/live`: the engine at this instant. */
export const addLive = (app: App, live: Live): void =>
  app.operation(
    {
      id: 'get-live-view',
      method: 'GET',
      path: '/operate/1/live',
      product: 'operators',
      envelope: 2,
      rootAccountOnly: true,
      access: ['operators:manage', 'operators:read'],
      summary: 'See every queue, bind, rate, latency and error class at this instant',
      description:
        'Of this process. Ask once a second if you like: everybody who asks within 0.8 s gets the same answer.',
      answers: { 200: WireLive },
    },
    () => live.read(),
  )
