/**
 * What jsdom lacks of dialogs and popovers: being open, and the events and focus that come with it. Neither stacking nor
 * inertness, which only a browser can show.
 */
export function installTopLayer(): void {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.setAttribute("open", "")
    this.querySelector<HTMLElement>("button, input, a[href]")?.focus()
  }
  HTMLDialogElement.prototype.close = function close() {
    if (!this.open) return
    this.removeAttribute("open")
    this.dispatchEvent(new Event("close"))
  }
  HTMLElement.prototype.showPopover = function showPopover() {
    announce(this, "beforetoggle", "open")
    open.add(this)
    this.style.display = "block"
    announce(this, "toggle", "open")
  }
  HTMLElement.prototype.hidePopover = function hidePopover() {
    if (!open.delete(this)) return
    announce(this, "beforetoggle", "closed")
    this.style.display = ""
    announce(this, "toggle", "closed")
  }
  document.addEventListener("click", (event) => {
    const trigger = event.target instanceof Element ? event.target.closest("[popovertarget]") : null
    const panel = document.getElementById(trigger?.getAttribute("popovertarget") ?? "")
    if (panel !== null) open.has(panel) ? panel.hidePopover() : panel.showPopover()
  })
}

const open = new Set<Element>()

function announce(element: Element, type: string, newState: string) {
  element.dispatchEvent(Object.assign(new Event(type), { newState }))
}
