/** The portal's cookie: for our own pages only, and out of reach of scripts. */
export const cookieSettings = (publicUrl: string) =>
  ({
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: publicUrl.startsWith('https:'),
  }) as const
