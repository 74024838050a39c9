import type { DataMap } from '../core/data-map.ts'
export const accountsDataMap: DataMap = []
