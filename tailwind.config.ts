import type { Config } from "tailwindcss"
import plugin from "tailwindcss/plugin"
import { colourNames, dark, light, themeVariables } from "./components/ui/tokens"

const sans = [
  "ui-sans-serif",
  "system-ui",
  "-apple-system",
  "Segoe UI",
  "Roboto",
  "Helvetica Neue",
  "Arial",
  "sans-serif",
]
const mono = ["ui-monospace", "SF Mono", "Cascadia Mono", "Menlo", "Consolas", "Liberation Mono", "monospace"]

export default {
  content: ["./app/**/*.{ts,tsx}", "./components/**/*.{ts,tsx}"],
  theme: {
    colors: { transparent: "transparent", current: "currentColor", ...colourNames() },
    fontFamily: { sans, mono },
    fontSize: {
      xs: ["11px", "16px"],
      sm: ["12px", "16px"],
      base: ["13px", "20px"],
      md: ["14px", "20px"],
      lg: ["16px", "24px"],
      xl: ["20px", "28px"],
      "2xl": ["26px", "32px"],
      "4xl": ["36px", "44px"],
    },
    borderRadius: { none: "0", sm: "4px", DEFAULT: "6px", lg: "8px", full: "9999px" },
    boxShadow: {
      none: "none",
      float: "0 1px 2px rgb(0 0 0 / 0.08), 0 8px 24px -6px rgb(0 0 0 / 0.22)",
    },
    transitionDuration: { DEFAULT: "120ms" },
  },
  plugins: [
    plugin(({ addBase }) => {
      addBase({
        ":root": { colorScheme: "light", ...themeVariables(light) },
        ':root[data-theme="dark"]': { colorScheme: "dark", ...themeVariables(dark) },
        "@media (prefers-color-scheme: dark)": {
          ":root:not([data-theme])": { colorScheme: "dark", ...themeVariables(dark) },
        },
        "@media print": {
          ":root, :root[data-theme], :root:not([data-theme])": { colorScheme: "light", ...themeVariables(light) },
        },
      })
    }),
  ],
} satisfies Config
