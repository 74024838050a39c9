import { describe, expect, test } from 'vitest'
import { allowList, isAllowed, networkOf, readNetwork } from './addresses.ts'

describe('addresses', () => {
  test.each([
    ['203.0.113.7', '203.0.113.7'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0DB8:0001:0002::1', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['', ''],
  ])('%s is likely the same caller as all of %s', (ip, network) => {
    expect(networkOf(ip)).toBe(network)
  })

  test.each([
    '',
    '1.2.3',
    '1.2.3.4/33',
    '1.2.3.4/',
    '::/129',
    'fe80::1%eth0',
    'example.com',
    '10.0.0.0/8/8',
    ' 1.2.3.4',
  ])('“%s” is no network', (text) => {
    expect(readNetwork(text)).toBeNull()
  })

  test('a list of none allows all, a list of some no other', () => {
    expect(isAllowed(allowList([]), 'whatever')).toBe(true)
    const list = allowList(['10.0.0.0/8', '2001:db8::/32'])
    expect(isAllowed(list, '::ffff:10.9.9.9')).toBe(true)
    expect(isAllowed(list, '2001:db8:ffff::1')).toBe(true)
    for (const ip of ['11.0.0.1', '2001:db9::1', '', 'unknown'])
      expect(isAllowed(list, ip)).toBe(false)
  })
})
