"use client"

import { Check } from "lucide-react"
import Link from "next/link"
import type { KeyboardEvent, ReactNode } from "react"
import { cn } from "./cn"
import { floating, type TriggerProps } from "./popover"
import { type Align, useAnchored } from "./use-anchored"

export type MenuItem = {
  id: string
  label: string
  icon?: ReactNode
  hint?: ReactNode
  /** Present: the item is one of several of which one holds. */
  checked?: boolean
  danger?: boolean
  disabled?: boolean
  /** A line above it. */
  divided?: boolean
} & ({ href: string; download?: boolean } | { onSelect: () => void })

const menuItems = '[role^="menuitem"]:not(:disabled)'

type MenuProps = {
  label: string
  items: readonly MenuItem[]
  trigger: (props: TriggerProps) => ReactNode
  align?: Align
  header?: ReactNode
}

/** A list of deeds. Arrows, Home, End and first letters move; Enter does; Esc and Tab leave. */
export function Menu({ label, items, trigger, align = "start", header }: MenuProps) {
  const { id, trigger: anchor, panel, open, close } = useAnchored(align, menuItems)
  return (
    <>
      {trigger({ ref: anchor, popoverTarget: id, "aria-expanded": open, "aria-haspopup": "menu" })}
      <div ref={panel} id={id} popover="auto" className={cn(floating, "p-1")}>
        {open && header}
        <div role="menu" aria-label={label} tabIndex={-1} onKeyDown={(event) => moveFocus(event, close)}>
          {open && items.map((item) => <MenuRow key={item.id} item={item} close={close} />)}
        </div>
      </div>
    </>
  )
}

function MenuRow({ item, close }: { item: MenuItem; close: () => void }) {
  const role = item.checked === undefined ? "menuitem" : "menuitemradio"
  const shared = { role, tabIndex: -1, ...(item.checked === undefined ? {} : { "aria-checked": item.checked }) }
  const className = cn(
    "flex h-8 w-full items-center gap-2 rounded-sm px-2 text-left hover:bg-hover focus-visible:bg-hover focus-visible:outline-offset-[-2px]",
    "disabled:opacity-50 [&_svg]:size-3.5 [&_svg]:shrink-0",
    item.danger ? "text-invalid-text" : "text-ink",
  )
  const content = (
    <>
      {item.icon !== undefined && <span className={cn("flex", !item.danger && "text-muted")}>{item.icon}</span>}
      <span className="min-w-0 grow truncate">{item.label}</span>
      {item.hint !== undefined && <span className="text-faint text-sm">{item.hint}</span>}
      {item.checked === true && <Check aria-hidden className="text-accent-text" />}
    </>
  )
  return (
    <>
      {item.divided && <hr className="my-1 border-line" />}
      {"href" in item ? (
        <MenuLink item={item} shared={shared} className={className} close={close}>
          {content}
        </MenuLink>
      ) : (
        <button
          type="button"
          {...shared}
          disabled={item.disabled}
          className={className}
          onClick={() => {
            close()
            item.onSelect()
          }}
        >
          {content}
        </button>
      )}
    </>
  )
}

type MenuLinkProps = {
  item: { href: string; download?: boolean }
  shared: { role: string; tabIndex: number }
  className: string
  close: () => void
  children: ReactNode
}

function MenuLink({ item, shared, className, close, children }: MenuLinkProps) {
  const props = { ...shared, href: item.href, className, onClick: close }
  return item.download ? (
    <a {...props} download>
      {children}
    </a>
  ) : (
    <Link {...props}>{children}</Link>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>, close: () => void) {
  if (event.key === "Tab") return close()
  const items = Array.from(event.currentTarget.querySelectorAll<HTMLElement>(menuItems))
  const next = nextItem(items, event.key)
  if (next === undefined) return
  event.preventDefault()
  next.focus()
}

function nextItem(items: readonly HTMLElement[], key: string): HTMLElement | undefined {
  const index = items.indexOf(document.activeElement instanceof HTMLElement ? document.activeElement : document.body)
  if (key === "ArrowDown") return items[(index + 1) % items.length]
  if (key === "ArrowUp") return items.at(index <= 0 ? -1 : index - 1)
  if (key === "Home") return items[0]
  if (key === "End") return items.at(-1)
  if (key.length !== 1 || key === " ") return undefined
  const rest = [...items.slice(index + 1), ...items.slice(0, index + 1)]
  return rest.find((item) => item.textContent?.trim().toLowerCase().startsWith(key.toLowerCase()))
}
