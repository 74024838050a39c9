import { describe, expect, it } from 'vitest'
import { genericDraftOf, genericOf } from './http-settings.ts'

type Generic = Parameters<typeof genericDraftOf>[0]

const api: Generic = {
  method: 'POST',
  url: 'https://api.example/send?to={{to}}',
  contentType: 'application/json',
  headers: [{ name: 'authorization', value: 'Basic: {{basicAuth}}' }],
  body: '{"text":"{{text}}"}',
  idAt: '/id',
  errorAt: '/error',
  errors: [
    { code: 'HTTP 409', meaning: 'TEMPORARY' },
    { code: 'a=b', meaning: 'PERMANENT', reason: 'SENDER' },
  ],
  callbackListAt: '/events',
  callbackReply: 'ok',
  receipt: {
    idAt: '/id',
    statusAt: '/status',
    errorAt: null,
    states: [{ word: 'got it', state: 'DELIVERED' }],
  },
  inbound: { fromAt: '/from', toAt: '/to', textAt: '/text' },
  signature: { header: 'x-signature', method: 'PLAIN' },
}

describe('an API of one’s own as a form', () => {
  it('comes back as it was', () => {
    expect(genericOf(genericDraftOf(api))).toEqual(api)
  })

  it('comes back without what it does not have', () => {
    const bare: Generic = { ...api, headers: [], errors: [], body: null, errorAt: null, callbackListAt: null, callbackReply: null, receipt: null, inbound: null, signature: null } // prettier-ignore
    expect(genericOf(genericDraftOf(bare))).toEqual(bare)
  })

  it('leaves a wrong row for the server to refuse', () => {
    const errors = 'no mark\n\n7 = WHATEVER'
    expect(genericOf({ ...genericDraftOf(api), errors }).errors).toEqual([
      { code: 'no mark', meaning: '' },
      { code: '7', meaning: 'WHATEVER' },
    ])
  })
})
