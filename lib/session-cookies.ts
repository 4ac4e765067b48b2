/** As next-auth names them on http and on https. */
export const sessionCookies = ["next-auth.session-token", "__Secure-next-auth.session-token"] as const
