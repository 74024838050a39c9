import type { CrossWorld } from './world.ts'

/** Bodies that makers and requests have in common. */

export const figures = ({ running }: CrossWorld) => ({
  callbackUrl: 'http://127.0.0.1:1/nobody-there',
  request: {
    filterBy: {
      sentSince: new Date(running.clock.ms() - 86_400_000).toISOString(),
      sentUntil: new Date(running.clock.ms() + 86_400_000).toISOString(),
      channelCodes: ['SMS'],
    },
    aggregateBy: [],
    metrics: ['TOTAL_TRAFFIC_COUNT'],
  },
})

export const ssoSettings = {
  issuer: 'https://identities.example.org',
  clientId: 'trunkline',
  clientSecret: 'not much of one',
  defaultRole: 'developer',
  roleClaim: 'groups',
  roleMapping: [],
  required: false,
  enabled: false,
}
