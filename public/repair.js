/** The customer's page: presses the button without leaving it, opens Belvo's widget and waits for what our server finds out. */
;(() => {
  const data = JSON.parse(byId("data").textContent)
  const form = byId("form")
  const button = byId("button")
  const sdkWithinMs = 8_000
  const givesUpAfterMs = 12 * 60_000
  // What the customer can put right in the widget itself is no end.
  const fatal = ["access_token_not_valid", "session_expired_ob", "session_expired"]
  const ofBank = ["institution_down", "institution_unavailable", "institution_inactive", "too_many_sessions"]
  let sessionId = null
  let lastCode = null
  let hasLeft = false
  let succeededAt = 0
  // The widget has said something, so it can be seen.
  let isShown = false
  let watch = 0

  form.addEventListener("submit", (event) => {
    event.preventDefault()
    void start(3)
  })
  // Back from the hosted widget the browser may show the page as it was left.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload()
  })

  async function start(triesLeft) {
    button.disabled = true
    say(data.starting)
    const answer = await press()
    if (answer.kind === "open") return open(answer)
    if (answer.kind === "consent") return location.assign(answer.address)
    if (answer.kind === "closed") return location.reload()
    if (data.screens[answer.kind]) return show(answer.kind)
    return turnedAway(answer, triesLeft)
  }

  /** Waits where there is something to wait for; then the button is there again, or is pressed by itself. */
  async function turnedAway({ kind, seconds }, triesLeft) {
    const isBusy = kind === "busy"
    if (seconds) await countDown(isBusy ? data.busy : data.wait, seconds)
    if (isBusy && triesLeft > 0) return start(triesLeft - 1)
    say(seconds ? "" : data.failed)
    button.disabled = false
  }

  async function press() {
    try {
      const response = await fetch(data.path, { method: "POST", headers: { accept: "application/json" } })
      return await response.json()
    } catch {
      return { kind: "failed" }
    }
  }

  /** In this page where Belvo's script comes, otherwise on a page of Belvo's. */
  async function open({ sessionId: id, access, address }) {
    sessionId = id
    lastCode = null
    hasLeft = false
    succeededAt = 0
    byId("hosted").href = address
    try {
      await loadSdk()
      window.belvoSDK.createWidget(access, { locale: data.locale, callback: onSuccess, onExit, onEvent }).build()
    } catch {
      return location.assign(address)
    }
    say("")
    form.hidden = true
    isShown = false
    setTimeout(() => (byId("aside").hidden = isShown || sessionId !== id || hasLeft), 6_000)
    follow(10_000)
  }

  function loadSdk() {
    if (window.belvoSDK) return Promise.resolve()
    return new Promise((done, fail) => {
      const script = document.createElement("script")
      script.src = data.sdkUrl
      script.onload = () => (window.belvoSDK ? done() : fail(new Error("no widget")))
      script.onerror = () => fail(new Error("blocked"))
      setTimeout(() => fail(new Error("late")), sdkWithinMs)
      document.head.append(script)
    })
  }

  function onSuccess() {
    succeededAt = Date.now()
    end("success", null)
  }

  function onExit(exit) {
    const code = exit?.last_encountered_error?.code ?? exit?.last_encountered_error_code ?? null
    end("exit", code ?? lastCode)
  }

  function onEvent(event) {
    isShown = true
    byId("aside").hidden = true
    if (event?.eventName !== "ERROR") return
    const { error_code: code } = event.meta_data ?? event.metadata ?? {}
    lastCode = typeof code === "string" ? code.toLowerCase() : null
    if (lastCode !== null && fatal.includes(lastCode)) return end("error", lastCode)
    void report("trouble", lastCode)
  }

  /** The widget is done. What came of it, our server finds out. */
  function end(event, code) {
    hasLeft = true
    lastCode = code
    byId("belvo").replaceChildren()
    byId("aside").hidden = true
    show("checking")
    void report(event, code)
    follow(1_500)
  }

  async function report(event, code) {
    const headers = { "content-type": "application/json" }
    const body = JSON.stringify({ sessionId, event, code })
    await fetch(`${data.path}/report`, { method: "POST", headers, body, keepalive: true }).catch(() => undefined)
  }

  /** Asks our own server, more and more seldom, until something has come of it. */
  function follow(everyMs) {
    clearTimeout(watch)
    const until = Date.now() + givesUpAfterMs
    const look = async (waitMs) => {
      const seen = await fetch(`${data.path}/state?session=${sessionId}`)
        .then((answer) => answer.json())
        .catch(() => null)
      if (seen !== null && tell(seen)) return
      if (Date.now() < until) watch = setTimeout(look, waitMs, Math.min(10_000, waitMs * 1.15))
      else if (hasLeft) offerAgain("left")
    }
    watch = setTimeout(look, everyMs, everyMs)
  }

  /** Whether it is over. */
  function tell({ state, visit }) {
    if (state !== "open") {
      byId("belvo").replaceChildren()
      byId("aside").hidden = true
      show(state)
      return true
    }
    if (!hasLeft || visit === "open") return false
    // Another tab goes on; what this one has brought is still being looked at.
    if (visit === "replaced" && Date.now() - succeededAt < 90_000) return false
    offerAgain(ofBank.includes(lastCode) ? "bank" : lastCode === null ? "left" : "refused")
    return true
  }

  function offerAgain(screen) {
    show(screen)
    form.hidden = false
    button.disabled = false
  }

  function show(screen) {
    const words = data.screens[screen]
    if (!words) return location.reload()
    document.querySelector("main").dataset.screen = screen
    byId("title").textContent = words.title
    byId("text").textContent = words.text
    button.textContent = words.button
    form.hidden = true
    byId("never")?.remove()
    say("")
    byId("title").focus()
  }

  async function countDown(text, seconds) {
    for (let left = seconds; left > 0; left--) {
      say(text.replace("{seconds}", String(left)))
      await new Promise((done) => setTimeout(done, 1_000))
    }
  }

  function say(text) {
    byId("status").textContent = text
  }

  function byId(id) {
    return document.getElementById(id)
  }
})()
