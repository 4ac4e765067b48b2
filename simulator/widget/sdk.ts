/**
 * Stands in for Belvo's web SDK: `belvoSDK.createWidget(token, { callback, onExit, onEvent, locale }).build()` puts the widget into a
 * frame within `#belvo` and hands its messages on.
 */
export function sdkScript(): Response {
  return new Response(script, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-store",
      "cross-origin-resource-policy": "cross-origin",
    },
  })
}

const script = `(() => {
  const base = new URL(".", document.currentScript.src)
  window.belvoSDK = {
    createWidget(access, options = {}) {
      return {
        build() {
          const address = new URL(base)
          const query = { access_token: access, embedded: "1", ...(options.locale ? { locale: options.locale } : {}) }
          for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value)
          const frame = document.createElement("iframe")
          frame.title = "Belvo"
          frame.src = address.href
          frame.style.border = "0"
          frame.style.width = "100%"
          frame.style.height = "100%"
          document.getElementById("belvo").replaceChildren(frame)
          addEventListener("message", ({ source, origin, data }) => {
            if (source !== frame.contentWindow || origin !== base.origin || !data.belvoWidget) return
            const said = data.belvoWidget
            if (said.type === "success") options.callback?.(said.link, said.institution)
            if (said.type === "exit") options.onExit?.(said.data)
            if (said.type === "event") options.onEvent?.(said.data)
          })
        },
      }
    },
  }
})()
`
