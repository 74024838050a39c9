import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { movableClock } from '../clock.ts'
import { openLog } from '../open-log.ts'
import { StorageRoom } from './index.ts'

const log = openLog('silent')
const clock = movableClock()
const roomOf = (folder: string | null, bytesMin: number) =>
  new StorageRoom({ folder, bytesMin, clock, log })
const shortageOf = async (room: StorageRoom) => {
  const stop = await room.start()
  await stop()
  return room.shortage()
}

test('a folder with less free than is to stay free is short, whatever else is asked for', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'tl-room-'))
  try {
    expect(await shortageOf(roomOf(folder, Number.MAX_SAFE_INTEGER))).toMatch(/MB are free/)
    expect(await shortageOf(roomOf(folder, 1))).toBeNull()
    expect(await shortageOf(roomOf(folder, 0))).toBeNull()
    expect(await shortageOf(roomOf(null, Number.MAX_SAFE_INTEGER))).toBeNull()
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a folder that cannot be measured stops nothing', async () => {
  expect(await shortageOf(roomOf(path.join(tmpdir(), 'tl-room-none'), 1))).toBeNull()
})

test('what the database says of its disk counts for five seconds; other errors do not', () => {
  const room = roomOf(null, 0)
  room.note(Object.assign(new Error('gone'), { code: '57P01' }))
  expect(room.shortage()).toBeNull()
  room.note(Object.assign(new Error('could not extend file'), { code: '53100' }))
  expect(room.shortage()).toMatch(/disk of the database is full/)
  clock.advance(5_001)
  expect(room.shortage()).toBeNull()
})
