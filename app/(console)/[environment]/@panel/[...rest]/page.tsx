/** Any other page closes the panel: without a match the slot would keep what it showed. */
export default function NoPanel() {
  return null
}
