/** In everything that an account makes for itself: nobody else may ever read it. */
export const MARK = 'alphaonly'
