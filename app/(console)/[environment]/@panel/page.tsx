/** The overview has no panel of its own, and closes what is open. */
export default function NoPanel() {
  return null
}
