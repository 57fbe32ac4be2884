/** The browser's clock. Pages take `now` from here and nowhere else. */
export const now = (): Date => new Date();
