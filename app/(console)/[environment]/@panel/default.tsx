/** Nothing lies over the page until a link is opened from it. */
export default function NoPanel() {
  return null
}
