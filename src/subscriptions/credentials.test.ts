import { describe, expect, test } from 'vitest'
import { Rejection } from '../core/http/index.ts'
import { masked, readCredentials, type Credentials } from './credentials.ts'

describe('secrets of OAUTH', () => {
  const given = {
    tokenUrl: 'https://example.com/token',
    grantType: 'password',
    clientId: 'id',
    clientSecret: 'secret',
    username: 'u',
    password: 'word',
    headers: { 'X-Tenant': 'tenant' },
  }
  const stored = readCredentials('OAUTH', given, null, () => undefined)
  const change = (wish: object): Credentials | string => {
    try {
      return readCredentials('OAUTH', { ...masked(stored), ...wish }, stored, () => undefined)
    } catch (refusal) {
      if (!(refusal instanceof Rejection)) throw refusal
      return refusal.violations[0]!.property
    }
  }
  const elsewhere = { tokenUrl: 'https://example.net/token' }

  test('stay when they come back masked', () => {
    expect(change({})).toEqual(stored)
    expect(change({ clientId: 'another' })).toEqual({ ...stored, clientId: 'another' })
  })

  test('are wanted anew, each of them, with another address of tokens', () => {
    expect(change(elsewhere)).toBe('credentials.password')
    expect(change({ ...elsewhere, password: 'p' })).toBe('credentials.clientSecret')
    const both = { ...elsewhere, password: 'p', clientSecret: 's' }
    expect(change(both)).toBe('credentials.headers.X-Tenant')
    const all = { ...both, headers: { 'X-Tenant': 't' } }
    expect(change(all)).toEqual({ ...stored, ...all })
  })

  test('of another kind are never taken over', () => {
    const basic = { username: 'u', password: '********' }
    expect(() => readCredentials('BASIC', basic, stored, () => undefined)).toThrow(Rejection)
  })
})
