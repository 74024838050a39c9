import type { PaymentProvider } from './provider.ts'

/**
 * A card that is none: its page is one of the portal's, says so, and no money moves. Offered while the simulator runs, so
 * that a newcomer can go the whole way. What the person presses there is told by an operation of its own, so nothing is
 * ever looked up here.
 */
export const simulatedCard = (publicUrl: () => string): PaymentProvider => ({
  name: 'simulated',
  begin: async ({ topUpId }) => ({
    sessionId: topUpId,
    address: `${publicUrl()}/portal/simulated-card/${topUpId}`,
  }),
  read: async (sessionId) => ({
    sessionId,
    topUpId: sessionId,
    state: 'open',
    amountMicros: 0n,
    currency: '',
    paymentId: null,
  }),
  refund: async () => undefined,
})
