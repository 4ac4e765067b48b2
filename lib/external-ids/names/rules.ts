/** Frequent in Mexico, Brazil, Colombia and Chile, without accents; what is also an everyday word of software is left out. */
const given = listed(`
  adriana agustin alberto alejandra alejandro alfredo alicia alvaro amanda ana andre andrea andreia andres angel angela angelica
  antonia antonio ariel armando arturo augusto aurora beatriz benjamin bernardo bianca brenda bruna bruno caio camila camilo carla
  carlos carmen carolina catalina cecilia cesar christian clara claudia claudio cristian cristina cristobal daniel daniela danilo
  david debora diana diego edgar eduarda eduardo elena elisa elizabeth emilia emiliano emilio enrique erika ernesto esteban
  estela eugenia fabiana fabio fatima federico felipe fernanda fernando flavia flavio francisca francisco gabriel gabriela
  gerardo gilberto giovanna gisela gloria gonzalo graciela guadalupe guilherme guillermo gustavo hector henrique hernan hugo
  ignacio ines irene isabel isabela isabella ismael ivan jaime javier jesus jhon joao joaquim joaquin jorge jose josefa juan
  juana juliana julia juliano julieta julio karen karina karla larissa laura leandro leonardo leticia lilia liliana lorena
  lourdes lucas lucia luciana luciano luis luisa luiz luz magdalena manuel manuela marcela marcelo marcia marcio marco marcos
  margarita maria mariana mariano mario marisol marta martha martin martina mateo matheus matias mauricio mayra mercedes miguel
  miriam monica nadia natalia nicolas norma octavio oscar pablo paloma paola patricia paula paulo pedro pilar rafael rafaela
  ramiro ramon raquel raul rebeca regina renata renato ricardo roberta roberto rocio rodolfo rodrigo rogelio rosa rosario
  ruben salvador samuel sandra santiago sara sebastian sergio silvia simone sofia sonia susana tania teresa thiago tomas
  valentina valeria vanessa veronica vicente victor victoria vinicius viviana wilson ximena yolanda yesenia`)

const family = listed(`
  acevedo acosta aguilar aguirre alarcon almeida alonso alvarado alvarez alves andrade aparicio aranda araujo araya arias avila
  ayala azevedo ballesteros barbosa barrera barrios barros bautista becerra beltran benitez bermudez bernal borges bravo
  bustamante caballero cabral cabrera calderon camacho campos cardenas cardoso cardozo carrasco carrillo carvalho castaneda
  castillo castro cavalcanti cervantes chavez cifuentes contreras cordova correa correia cortes costa cruz cunha delgado dias
  diaz dominguez duarte duran escobar espinosa espinoza estrada farias fernandes fernandez ferreira figueroa flores fonseca
  franco freitas fuentes galindo gallardo gallegos gamboa garces garcia garrido garza gomes gomez gonzaga goncalves gonzales
  gonzalez guerra guerrero guevara gutierrez guzman henriquez hernandez herrera hurtado ibarra jara jimenez juarez lara leal
  leiva leon lima lopes lopez lozano lucero lugo luna macedo machado macias maldonado marin marques marquez martinez martins
  medeiros medina mejia melo mendes mendez mendoza mesa meza miranda molina monteiro montenegro montes montoya morais morales
  moreira moreno moura munoz murillo nascimento navarrete navarro neves nogueira nunes nunez ocampo ochoa oliveira olivares
  orellana orozco ortega ortiz osorio pacheco padilla palacios paredes parra paz pena peralta pereira perez pineda pinheiro
  pinto pires ponce quintero quiroga ramirez ramos rangel rendon restrepo reyes ribeiro rincon rios rivas rivera robles rocha
  rodrigues rodriguez rojas roman romero rosales rubio rueda ruiz saavedra salas salazar saldana salgado salinas sanchez
  sandoval santana santos saraiva sepulveda serrano silva soares solano solis sosa sotelo soto souza suarez tapia tavares
  teixeira tellez toledo torres trejo trujillo ulloa uribe urrutia valdes valdez valencia valenzuela vallejo vargas vasquez
  vazquez vega velasco velasquez velez venegas vera vergara vidal vieira villa villalobos villanueva villarreal yanez zamora
  zapata zarate zavala zuniga`)

const ofPlaces = new Set([
  "san",
  "santa",
  "santo",
  "sao",
  "villa",
  "ciudad",
  "cidade",
  "puerto",
  "porto",
  "nueva",
  "rio",
])
const between = new Set(["de", "del", "da", "do", "dos", "das", "la", "las", "los", "e", "y"])

/** A given name beside another or a family name, and hardly anything else: `maria-lopez`, `juan_carlos_perez_77`. */
export function isName(parts: readonly string[]): boolean {
  const words = parts.map(toPlain).filter((word) => word !== "" && !between.has(word))
  if (words.some((word) => ofPlaces.has(word))) return false
  const known = words.filter((word) => given.has(word) || family.has(word))
  return known.length >= 2 && known.some((word) => given.has(word)) && known.length * 2 >= words.length
}

/** Without the number at the end. */
const toPlain = (word: string): string => word.toLowerCase().replace(/\d+$/, "")

function listed(words: string): ReadonlySet<string> {
  return new Set(words.trim().split(/\s+/))
}
