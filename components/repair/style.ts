import { type Palette, paletteOf } from "@/lib/recovery/look/rules"
import type { Look } from "@/lib/recovery/look/schema"

const ownLight = "#ffffff"
const ownDark = "#16181d"

/** The operator's colours; where no background is chosen, as light or dark as the phone. */
export function styleOf({ accent, background }: Pick<Look, "accent" | "background">): string {
  if (background !== null) return `:root{${variables(paletteOf(accent, background))}}${rules}`
  const [light, dark] = [paletteOf(accent, ownLight), paletteOf(accent, ownDark)]
  return `:root{color-scheme:light dark;${variables(light)}}@media(prefers-color-scheme:dark){:root{${variables(dark)}}}${rules}`
}

const variables = ({ background, ink, muted, accent, onAccent, edge }: Palette): string =>
  `--bg:${background};--ink:${ink};--muted:${muted};--accent:${accent};--on:${onAccent};--edge:${edge}`

const rules = `
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:17px/1.5 system-ui,-apple-system,Segoe UI,Roboto,sans-serif}
main{max-width:30rem;min-height:100vh;margin:0 auto;padding:2rem 1.25rem;display:flex;flex-direction:column;gap:1rem}
header{display:flex;align-items:center;gap:.75rem;min-height:2.5rem;font-weight:600}
header img{max-height:2.5rem;max-width:12rem}
h1{font-size:1.6rem;line-height:1.25;margin:1rem 0 0;text-wrap:balance}
h1:focus{outline:none}
p{margin:0;overflow-wrap:anywhere}
button{font:inherit;font-weight:600;width:100%;min-height:3.25rem;padding:.75rem 1rem;border:2px solid var(--edge);border-radius:10px;background:var(--accent);color:var(--on);cursor:pointer}
button:disabled{cursor:default;opacity:1;background:var(--bg);color:var(--muted);border-color:var(--muted)}
:focus-visible{outline:3px solid var(--ink);outline-offset:2px}
a{color:inherit}
.muted{color:var(--muted);font-size:.94rem}
[role=status]:not(:empty){padding:.75rem 1rem;border:1px solid var(--muted);border-radius:10px}
[data-screen=checking] #text::before{content:"";display:inline-block;width:.9em;height:.9em;margin-right:.5em;vertical-align:-.1em;border:2px solid var(--muted);border-top-color:var(--edge);border-radius:50%;animation:turn 1s linear infinite}
@keyframes turn{to{transform:rotate(1turn)}}
@media(prefers-reduced-motion:reduce){[data-screen=checking] #text::before{animation-duration:6s}}
footer{margin-top:auto;padding-top:2rem;border-top:1px solid var(--muted)}
#belvo:not(:empty){position:fixed;inset:0;background:var(--bg);z-index:1;display:flex}
#belvo:not(:empty)>*{flex:1}
#aside:not([hidden]){position:fixed;inset:auto 0 0;z-index:2;padding:.6rem 1rem;text-align:center;background:var(--bg);border-top:1px solid var(--muted)}
[hidden]{display:none}`
