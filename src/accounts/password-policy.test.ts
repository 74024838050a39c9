import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StartRefused } from '../core/start-refused.ts'
import { isBreached, openBreached, type BreachedFile } from './breached-passwords.ts'
import { PasswordPolicy } from './password-policy.ts'

const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase()
const taken = (policy: PasswordPolicy, password: string) =>
  policy.refuse(password, ['ann.smith@example.org', 'Ann Smith']).then(
    () => true,
    () => false,
  )

describe('a new password', () => {
  const policy = new PasswordPolicy(null)
  test.each([
    'correct horse battery staple',
    'ひらがなとカタカナの合言葉',
    'Xk2-wq9-Lm4',
    'smithereens over the bay',
  ])('%s is taken', async (password) => {
    expect(await taken(policy, password)).toBe(true)
  })
  test.each([
    ['too short', 'Xk2-wq9-L'],
    ['too short in characters, not in octets', '🔑🔑🔑🔑🔑'],
    ['common', 'unbelievable'],
    ['common with signs around it', '!!Password123!!'],
    ['common in a mask', 'P@55w0rd2026'],
    ['the address', 'ann.smith@example.org'],
    ['the name and a few more', 'ann.smith1234'],
    ['one character', 'zzzzzzzzzzzzzz'],
    ['two characters', 'ababababababab'],
    ['along the alphabet', 'abcdefghijkl'],
    ['along the keyboard, backwards', 'poiuytrewq'],
  ])('that is %s is refused', async (_what, password) => {
    expect(await taken(policy, password)).toBe(false)
  })
  test('says in the refusal which field it is and what to do', async () => {
    await expect(policy.refuse('short', [], 'newPassword')).rejects.toMatchObject({
      violations: [{ property: 'newPassword', violation: 'must have at least 10 characters' }],
    })
  })
})

describe('a list of stolen passwords', () => {
  let folder: string
  let file: BreachedFile
  const stolen = Array.from({ length: 1_000 }, (_, index) => `stolen password ${index}`)
  const hashes = stolen.map(sha1).toSorted()
  const write = async (name: string, text: string) => {
    const at = path.join(folder, name)
    await writeFile(at, text)
    return at
  }
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tl-breached-'))
    // Counts of all lengths, so that lines are not.
    const lines = hashes.map((hash, index) => `${hash}:${10 ** (index % 18)}`)
    file = await openBreached(await write('list.txt', `${lines.join('\r\n')}\r\n`))
  })
  afterAll(async () => {
    await file.handle.close()
    await rm(folder, { recursive: true })
  })

  test('finds every one that is in it, the first and the last too', async () => {
    for (const hash of hashes) expect(await isBreached(file, hash)).toBe(true)
  })
  test('finds none that is not, also before the first and behind the last', async () => {
    for (let index = 0; index < 300; index++)
      expect(await isBreached(file, sha1(`other ${index}`))).toBe(false)
    expect(await isBreached(file, '0'.repeat(40))).toBe(false)
    expect(await isBreached(file, 'F'.repeat(40))).toBe(false)
  })
  test('may be without counts, in small letters, and without a last line end', async () => {
    const at = await write('bare.txt', hashes.map((one) => one.toLowerCase()).join('\n'))
    const bare = await openBreached(at)
    for (const hash of hashes) expect(await isBreached(bare, hash)).toBe(true)
    await bare.handle.close()
  })
  test('makes the policy refuse what is in it', async () => {
    const policy = new PasswordPolicy(file)
    expect(await taken(policy, stolen[7]!)).toBe(false)
    expect(await taken(policy, 'never stolen, so far')).toBe(true)
  })
  test.each([
    ['that is missing', null],
    ['that is empty', ''],
    ['of something else', 'one,two\nthree,four\n'],
  ])('%s stops the start', async (_what, text) => {
    const at = text === null ? path.join(folder, 'missing') : await write('wrong.txt', text)
    await expect(openBreached(at)).rejects.toThrow(StartRefused)
  })
})
