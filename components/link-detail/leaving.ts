type Ask = (go: () => void) => void

let asking: Ask | null = null

/** Does it, or asks first where something would be lost. */
export function leave(go: () => void): void {
  if (asking === null) go()
  else asking(go)
}

/** Until it is given back, `leave`, links of the page and the window's own ways out ask first. */
export function hold(ask: Ask): () => void {
  asking = ask
  const letGo = new AbortController()
  const { signal } = letGo
  addEventListener("beforeunload", (event) => event.preventDefault(), { signal })
  document.addEventListener("click", (event) => askBeforeLink(event, ask), { signal, capture: true })
  return () => {
    letGo.abort()
    if (asking === ask) asking = null
  }
}

function askBeforeLink(event: MouseEvent, ask: Ask): void {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>("a[href]") : null
  const isElsewhere = link === null || link.target === "_blank" || event.metaKey || event.ctrlKey || event.shiftKey
  if (isElsewhere || event.button !== 0) return
  event.preventDefault()
  event.stopPropagation()
  ask(() => link.click())
}
