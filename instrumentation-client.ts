// Zod compiles its parsers by `new Function`, which the content security policy refuses, and reports the mere attempt. It takes
// its settings from here when it comes, with the first answer that is parsed; importing its own `config` would bring it at once.
Object.assign(globalThis, { __zod_globalConfig: { jitless: true } })
