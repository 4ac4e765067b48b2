/** What was typed to confirm an act on several links: their number, however it is grouped. */
export const isNumberTyped = (typed: string, links: number): boolean =>
  /^\d[\d.,\s'’]*$/.test(typed) && typed.replace(/\D/g, "") === String(links)
