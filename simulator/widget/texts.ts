export const locales = ["es", "pt", "en"] as const
export type Locale = (typeof locales)[number]

export interface Texts {
  banner: string
  connectTo: string
  chooseInstitution: string
  username: string
  connect: string
  enterPassword: string
  rightPassword: string
  wrongPassword: string
  enterToken: string
  token: string
  sendToken: string
  confirmOnPhone: string
  confirmed: string
  rightTokenIs: string
  exit: string
  exitBecause: string
  wrongCredentials: string
  wrongToken: string
  sessionOver: string
  duplicated: string
  connected: string
  back: string
  left: string
  tokenNotValid: string
  consentOnly: string
}

/** Spanish where none is asked for, as in Belvo's widget. */
export function textsFor(locale: string | null): Texts & { locale: Locale } {
  const known = locales.find((one) => one === locale) ?? "es"
  return { locale: known, ...catalogue[known] }
}

const catalogue: Record<Locale, Texts> = {
  es: {
    banner: "Simulador: esto no es Belvo y aquí no hay ningún banco. No escribas contraseñas de verdad.",
    connectTo: "Conectar con",
    chooseInstitution: "Elige tu institución",
    username: "Usuario",
    connect: "Conectar",
    enterPassword: "Ingresa de nuevo tu contraseña",
    rightPassword: "Contraseña correcta",
    wrongPassword: "Contraseña incorrecta",
    enterToken: "Tu institución pide un código",
    token: "Código",
    sendToken: "Enviar código",
    confirmOnPhone: "Escanea el código con la app de tu banco",
    confirmed: "Ya confirmé en la app",
    rightTokenIs: "El código correcto es",
    exit: "Salir",
    exitBecause: "Salir por un error",
    wrongCredentials: "La institución no aceptó estas credenciales.",
    wrongToken: "El código no es correcto o ya cambió. Intenta con el nuevo.",
    sessionOver: "La sesión terminó. Empieza de nuevo.",
    duplicated: "Esta cuenta ya está conectada.",
    connected: "Cuenta conectada",
    back: "Volver",
    left: "Saliste sin conectar",
    tokenNotValid: "Este acceso ya no es válido",
    consentOnly: "El consentimiento de Open Finance se renueva en Mi Portal Belvo, no aquí.",
  },
  pt: {
    banner: "Simulador: isto não é a Belvo e não há nenhum banco aqui. Não digite senhas de verdade.",
    connectTo: "Conectar com",
    chooseInstitution: "Escolha sua instituição",
    username: "Usuário",
    connect: "Conectar",
    enterPassword: "Digite sua senha novamente",
    rightPassword: "Senha correta",
    wrongPassword: "Senha incorreta",
    enterToken: "Sua instituição pede um código",
    token: "Código",
    sendToken: "Enviar código",
    confirmOnPhone: "Escaneie o código com o app do seu banco",
    confirmed: "Já confirmei no app",
    rightTokenIs: "O código correto é",
    exit: "Sair",
    exitBecause: "Sair por um erro",
    wrongCredentials: "A instituição não aceitou estas credenciais.",
    wrongToken: "O código não está correto ou já mudou. Tente com o novo.",
    sessionOver: "A sessão terminou. Comece de novo.",
    duplicated: "Esta conta já está conectada.",
    connected: "Conta conectada",
    back: "Voltar",
    left: "Você saiu sem conectar",
    tokenNotValid: "Este acesso não é mais válido",
    consentOnly: "O consentimento do Open Finance é renovado no Meu Portal Belvo, não aqui.",
  },
  en: {
    banner: "Simulator: this is not Belvo and there is no bank here. Never type a real password.",
    connectTo: "Connect to",
    chooseInstitution: "Choose your institution",
    username: "Username",
    connect: "Connect",
    enterPassword: "Enter your password again",
    rightPassword: "Right password",
    wrongPassword: "Wrong password",
    enterToken: "Your institution asks for a code",
    token: "Code",
    sendToken: "Send code",
    confirmOnPhone: "Scan the code with your bank's app",
    confirmed: "I confirmed in the app",
    rightTokenIs: "The right code is",
    exit: "Exit",
    exitBecause: "Exit because of an error",
    wrongCredentials: "The institution did not accept these credentials.",
    wrongToken: "The code is wrong or has changed. Try the new one.",
    sessionOver: "The session is over. Start again.",
    duplicated: "This account is connected already.",
    connected: "Account connected",
    back: "Back",
    left: "You left without connecting",
    tokenNotValid: "This access is no longer valid",
    consentOnly: "Open finance consent is renewed in My Belvo Portal, not here.",
  },
}
