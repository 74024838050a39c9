import type { Paging } from './wire.ts'

export interface Page {
  page: number
  offset: number
  limit: number
}

/** @param sizeDefault of the operation: they differ */
export function pageOf(query: { page?: number; size?: number }, sizeDefault: number): Page {
  const { page = 0, size = sizeDefault } = query
  return { page, offset: page * size, limit: size }
}

export const pagingOf = ({ page, limit }: Page, totalResults: number): Paging => ({
  page,
  size: limit,
  totalPages: Math.ceil(totalResults / limit),
  totalResults,
})
